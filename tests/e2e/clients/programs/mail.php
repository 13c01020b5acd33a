<?php
// SPDX-License-Identifier: ISC
// mail.php: mail(), as a script under any of PHP's interfaces.
//
// With LINE_END (of "LF" or "CRLF") its headers are a string with those, as in
// the scripts of old, and otherwise an array.

$headers = [
	'From' => getenv('FROM'),
	'Cc' => getenv('CC'),
	'Bcc' => getenv('BCC'),
];
if ($end = getenv('LINE_END'))
	$headers = implode($end === 'LF' ? "\n" : "\r\n",
	    array_map(fn($name) => "$name: {$headers[$name]}",
	    array_keys($headers)));

$sent = mail(getenv('TO'), getenv('SUBJECT'),
    file_get_contents(getenv('BODY')), $headers, getenv('PARAMETERS') ?: '');
echo $sent ? "mail() returned true\n" : "mail() returned false\n";
exit($sent ? 0 : 1);
