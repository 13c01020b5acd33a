#!/usr/bin/php
<?php
// SPDX-License-Identifier: ISC
//
// A sendmail_path as tutorials have it: read the message, find the From, look
// its domain up in the lists, pipe it on.  For tests/bench/run, to compare
// with; its reading of headers is as wrong as it looks.

$lists = ['/mnt/lists/local', '/mnt/lists/remote', '/mnt/lists/allow'];
$sendmail = '/mnt/exim-drain';

$message = file_get_contents('php://stdin');

$from = '';
foreach (explode("\n", $message) as $line) {
    if (trim($line) == '') {
        break;
    }
    if (preg_match('/^From:\s*(.*)$/i', $line, $matches)) {
        $from = $matches[1];
    }
}

if (!preg_match('/@([a-z0-9.-]+)/i', $from, $matches)) {
    fwrite(STDERR, "No From address\n");
    exit(65);
}
$domain = strtolower($matches[1]);

$allowed = false;
foreach ($lists as $list) {
    $domains = file($list, FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES);
    if (in_array($domain, $domains)) {
        $allowed = true;
        break;
    }
}
if (!$allowed) {
    fwrite(STDERR, "Sorry, you may not send mail from $domain\n");
    exit(77);
}

$arguments = implode(' ', array_map('escapeshellarg', array_slice($argv, 1)));
$mailer = popen("$sendmail $arguments", 'w');
fwrite($mailer, $message);
exit(pclose($mailer));
