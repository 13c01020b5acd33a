<?php
// SPDX-License-Identifier: ISC
// pear-mail.php sendmail|mail: PEAR's Mail, with that driver.
//
// With LINE_END of "CRLF" its headers end in that instead of its own choice.

// It is written for PHP 5.
error_reporting(E_ALL & ~E_DEPRECATED);
require 'Mail.php';

$headers = [
	'From' => getenv('FROM'),
	'To' => getenv('TO'),
	'Cc' => getenv('CC'),
	'Subject' => getenv('SUBJECT'),
];
$recipients = [getenv('TO'), getenv('CC'), getenv('BCC')];
// mail() reads them out of the headers.
if ($argv[1] === 'mail') {
	$headers['Bcc'] = array_pop($recipients);
	$recipients = getenv('TO');
}

$mail = Mail::factory($argv[1]);
if (getenv('LINE_END') === 'CRLF')
	$mail->sep = "\r\n";
$sent = $mail->send($recipients, $headers, file_get_contents(getenv('BODY')));
echo $sent === true ? "sent\n" : $sent->getMessage() . "\n";
exit($sent === true ? 0 : 1);
