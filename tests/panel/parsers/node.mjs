// SPDX-License-Identifier: ISC
//
// node.mjs nodemailer|mailparser|postal-mime: the From domains that JavaScript
// shows for each message named on standard input: nodemailer's address parser
// (on the unfolded field), mailparser, and postal-mime.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const modules = path.resolve(process.argv[3], 'x.js');
const version = process.argv[4] ?? '';
const require = createRequire(modules);

const flat = (list) => (list ?? []).flatMap((entry) =>
	entry.group ? flat(entry.group) : [entry.address ?? '']);

function fields(message) {
	const head = message.toString('latin1').split(/\r?\n\r?\n/, 1)[0];
	return head.replace(/\r?\n(?=[ \t])/g, '').split(/\r?\n/)
		.filter((line) => /^from[ \t]*:/i.test(line))
		.map((line) => Buffer.from(line.slice(line.indexOf(':') + 1),
			'latin1').toString());
}

const parsers = {
	nodemailer() {
		const parse = require(`nodemailer${version}/lib/addressparser`);
		return (message) => fields(message).flatMap((field) =>
			flat(parse(field)));
	},
	mailparser() {
		const { simpleParser } = require('mailparser' + version);
		return async (message) => {
			const { from } = await simpleParser(message);
			return [from].flat().flatMap((list) =>
				flat(list?.value));
		};
	},
	async 'postal-mime'() {
		const { default: module } = await import(
			require.resolve('postal-mime' + version));
		const PostalMime = module.default ?? module;
		return async (message) => {
			const { from } = await PostalMime.parse(message);
			return flat(from ? [from] : []);
		};
	},
};

const quoted = (text) => Array.from(Buffer.from(text.toLowerCase()), (byte) =>
	byte >= 0x21 && byte <= 0x7e && byte !== 0x25 ?
		String.fromCharCode(byte) :
		'%' + byte.toString(16).toUpperCase().padStart(2, '0')).join('');

const parse = await parsers[process.argv[2]]();
for (const file of readFileSync(0, 'utf8').split('\n')) {
	if (file === '')
		continue;
	let addresses = [];
	try {
		addresses = await parse(readFileSync(file));
	} catch (error) {
		console.error(`# ${file}: ${error}`);
	}
	const domains = new Set(addresses.filter((address) => address !== '')
		.map((address) => '@' + quoted(address.includes('@') ?
			address.slice(address.lastIndexOf('@') + 1) : '')));
	console.log(`${file}\t${[...domains].sort().join(' ')}`);
}
