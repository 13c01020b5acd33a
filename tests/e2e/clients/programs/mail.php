<?php
// SPDX-License-Identifier: ISC
// mail.php: mail(), as a script under any of PHP's interfaces.

$sent = mail(getenv('TO'), getenv('SUBJECT'),
    file_get_contents(getenv('BODY')), [
	'From' => getenv('FROM'),
	'Cc' => getenv('CC'),
	'Bcc' => getenv('BCC'),
    ], getenv('PARAMETERS') ?: '');
echo $sent ? "mail() returned true\n" : "mail() returned false\n";
exit($sent ? 0 : 1);
