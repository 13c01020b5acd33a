<?php
// SPDX-License-Identifier: ISC
// phpmailer.php isSendmail|isMail: PHPMailer.

require '/usr/share/php/libphp-phpmailer/autoload.php';

$mailer = new PHPMailer\PHPMailer\PHPMailer(true);
$mailer->{$argv[1]}();
$mailer->setFrom(getenv('ADDRESS'), strstr(getenv('FROM'), ' <', true));
$mailer->addAddress(getenv('TO'));
$mailer->addCC(getenv('CC'));
$mailer->addBCC(getenv('BCC'));
$mailer->Subject = getenv('SUBJECT');
$mailer->Body = file_get_contents(getenv('BODY'));
try {
	$mailer->send();
	echo "sent\n";
} catch (Exception $exception) {
	echo get_class($exception), ': ', $exception->getMessage(), "\n";
	exit(1);
}
