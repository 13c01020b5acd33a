// SPDX-License-Identifier: ISC
// nodemailer.js: nodemailer with its sendmail transport.

const nodemailer = require('nodemailer');
const { FROM, TO, CC, BCC, SUBJECT, BODY } = process.env;

nodemailer.createTransport({ sendmail: true }).sendMail({
	from: FROM,
	to: TO,
	cc: CC,
	bcc: BCC,
	subject: SUBJECT,
	text: { path: BODY },
}, (error) => {
	console.log(error ? `error: ${error.message}` : 'sent');
	process.exitCode = error ? 1 : 0;
});
