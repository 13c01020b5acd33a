<?php
// SPDX-License-Identifier: ISC
//
// Sends one message by PHPMailer's SMTP, over STARTTLS, with AUTH.  Environment:
// AUTH, LOGIN, SENDER, ADDRESS.  Says what the server said if it was refused.

require '/usr/share/php/libphp-phpmailer/autoload.php';

use PHPMailer\PHPMailer\PHPMailer;

$mail = new PHPMailer(true);
try {
	$mail->isSMTP();
	$mail->Host = '127.0.0.1';
	$mail->Port = 587;
	$mail->SMTPSecure = PHPMailer::ENCRYPTION_STARTTLS;
	$mail->SMTPOptions = ['ssl' => ['cafile' => '/mnt/w/ca.pem',
	    'peer_name' => 'lab.example']];
	$mail->SMTPAuth = true;
	$mail->AuthType = getenv('AUTH');
	$mail->Username = getenv('LOGIN');
	$mail->Password = 'secret';
	$mail->Sender = getenv('SENDER');
	$mail->setFrom(getenv('ADDRESS'), 'The Shop, Ltd.');
	$mail->Sender = getenv('SENDER');
	$mail->addAddress('rcpt@dest.example');
	$mail->Subject = 'An order';
	$mail->Body = "Body\n";
	$mail->send();
} catch (Exception $e) {
	fwrite(STDERR, $mail->getSMTPInstance()->getLastReply() . "\n");
	exit(1);
}
