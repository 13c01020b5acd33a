<?php
/* SPDX-License-Identifier: ISC */
/*
 * What truefromctl doctor --json said, on standard input.
 *
 *	ids			the ids that it has, one a line, sorted
 *	text			the same as doctor prints without --json
 *	severity|reason|mend ID	of the first finding with that id
 */
$said = json_decode(stream_get_contents(STDIN), false, 8, JSON_THROW_ON_ERROR);
$severities = ['open', 'broken', 'weak', 'note'];
$count = array_fill_keys($severities, 0);

switch ($argv[1]) {
case 'ids':
	$ids = array_unique(array_column($said->findings, 'id'));
	sort($ids);
	echo implode("\n", $ids), "\n";
	break;
case 'text':
	foreach ($said->findings as $finding) {
		$count[$finding->severity]++;
		echo "$finding->severity $finding->id: $finding->reason\n";
		if ($finding->mend !== null)
			echo "    mend: $finding->mend\n";
	}
	echo implode(', ', array_map(
	    fn($word) => "$count[$word] $word", $severities)), "\n";
	break;
default:
	foreach ($said->findings as $finding)
		if ($finding->id === $argv[2]) {
			echo $finding->{$argv[1]} ?? '-', "\n";
			break;
		}
}
