<?php
// SPDX-License-Identifier: ISC
// symfony.php [COMMAND [SUBJECT...]]: Symfony's Mailer, with that command if it
// is not empty.
//
// With subjects it sends a message for each, through one transport: that of
// $SUBJECT is From $FROM, and all others are From the shop.  With ENCODING of
// "8bit" it sends the body as it is, but for line ends of CRLF, because Symfony
// then leaves those to its caller.

use Symfony\Component\Mailer\Transport\SendmailTransport;
use Symfony\Component\Mime\Address;
use Symfony\Component\Mime\Email;
use Symfony\Component\Mime\Message;
use Symfony\Component\Mime\Part\TextPart;

require '/usr/share/php/Symfony/Component/Mailer/autoload.php';

$text = file_get_contents(getenv('BODY'));
$transport = new SendmailTransport(($argv[1] ?? '') ?: null);
$failed = false;
foreach (array_slice($argv, 2) ?: [getenv('SUBJECT')] as $subject) {
	$message = (new Email())
	    ->from(Address::create($subject === getenv('SUBJECT') ?
		getenv('FROM') : 'The Shop <shop@good.example>'))
	    ->to(getenv('TO'))
	    ->cc(getenv('CC'))
	    ->bcc(getenv('BCC'))
	    ->subject($subject)
	    ->text($text);
	if (getenv('ENCODING'))
		$message = new Message($message->getHeaders(),
		    new TextPart(str_replace("\n", "\r\n", $text), 'utf-8',
			'plain', getenv('ENCODING')));
	try {
		$transport->send($message);
		echo "sent\n";
	} catch (Exception $exception) {
		echo get_class($exception), ': ', $exception->getMessage(), "\n";
		$failed = true;
	}
}
exit($failed ? 1 : 0);
