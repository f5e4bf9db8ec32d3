#!/usr/bin/perl
# What strangers' bytes do to a terminal: nothing.  No escape sequence, no C1
# control, no bidi override that is not closed reaches it, neither with
# --format=ansi nor in a message.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib", $FindBin::Bin;
use Faults;
use Khabar;
use Test::More;

my $C1 = qr/\xc2[\x80-\x84\x86-\x9f]/;
# Colours and the like are the tool's own.
my $own = qr/\e\[[0-9;]*m/;

# Directional controls that are open at the end of a line or of the text.
sub open_bidi {
	my ($bytes) = @_;

	utf8::decode($bytes);
	for (split /\n/, $bytes) {
		my ($embedded, $isolated) = (0, 0);
		while (/([\x{202a}-\x{202e}\x{2066}-\x{2069}])/g) {
			my $c = ord $1;
			$c == 0x202c ? ($embedded && $embedded--) :
			    $c == 0x2069 ? ($isolated && $isolated--) :
			    $c >= 0x2066 ? $isolated++ : $embedded++;
		}
		return 1 if $embedded || $isolated;
	}
	return 0;
}

# What is wrong with bytes that a terminal gets.
sub harm {
	my ($bytes) = @_;
	my $rest = $bytes =~ s/$own//gr;

	return 'a control character: ' . sprintf '%02x', ord $1
	    if $rest =~ /([\x00-\x08\x0b\x0c\x0e-\x1f\x7f])/;
	return 'a C1 control' if $rest =~ $C1;
	return 'a bidi control that is not closed' if open_bidi($rest);
	return '';
}

# --- --format=ansi -----------------------------------------------------------
my %evil = (
	'CSI' => '\u009b31m', 'DCS' => '\u0090q\u009c',
	'OSC' => '\u009d0;x\u0007', 'ESC' => '\u001b[2J',
	'DEL' => '\u007f', 'backspace' => 'x\b', 'RLO' => '\u202e',
	'LRE' => '\u202a', 'RLI' => '\u2067', 'FSI' => '\u2068',
	'LRI, closed by the wrong one' => '\u2066x\u202c',
);
my @place = (
	['the text', '{"id":"x","text":"زار محمد EVIL مصر القاهرة"}'],
	['a mention', '{"id":"x","text":"زار القاهEVILرة أمس، دمشقEVIL"}'],
	['the end of a line', '{"id":"x","text":"دمشق EVIL\nبيروت"}'],
	['id and title', '{"id":"xEVIL","title":"دمشق EVIL","text":"دمشق"}'],
);

sub ansi {
	my ($record, $evil, $options) = @_;

	spew('in', $record =~ s/EVIL/$evil/gr . qq(\n{"text":"دمشق"}\n));
	my $r = sh("tag-entities --format=ansi $options in");
	return unsound($r) || harm($r->{out}) ||
	    ($r->{out} =~ /دمشق/ ? '' : 'the text is not there');
}

for my $evil (sort keys %evil) {
	for my $place (@place) {
		my ($where, $record) = @$place;
		my $options = $where =~ /title/ ? '--field=title --field=text'
		    : '';

		claim("ansi, $evil in $where", sub {
			return ansi($record, $evil{$evil}, $options);
		});
	}
}
claim('ansi, bidi controls that are closed stay', sub {
	spew('in', '{"text":"دمشق \u202aabc\u202c \u2067x\u2069 \u200f"}');
	my $r = sh('tag-entities --format=ansi in');
	my $want = "\xe2\x80\xaaabc\xe2\x80\xac \xe2\x81\xa7x\xe2\x81\xa9";
	return unsound($r) || (index($r->{out}, $want) >= 0 ? '' :
	    'they do not');
});
claim('ansi, next line and the like do not go', sub {
	return ansi($place[0][1], '\t\u200f\u200d', '');
});

# --- messages ----------------------------------------------------------------
my %name = (
	'ESC' => "n\e]0;pwn\a\e[31m", 'CSI of UTF-8' => "n\xc2\x9b31m",
	'RLO' => "n\xe2\x80\xaefdp.lsj", 'a newline' => "n\ndedupe: all well",
	'DEL and backspace' => "n\x7f\b\b", 'CR' => "n\rdedupe: all well",
);
my @message = (
	['an input that is not there', 'dedupe "$N"'],
	['a bad record', 'echo bad >"$N"; tag-entities "$N"'],
	['a folder that is not there', 'extract-meta -o "none/$N" </dev/null'],
	['a state that is not there', 'dedupe --against "$N" </dev/null'],
	['a state that is none', 'mkdir "$N"; echo >"$N/log";
	    dedupe --state "$N" </dev/null'],
	['a word of an option', 'split-articles --bad="$N" </dev/null'],
	['an option', 'khabar-report --"$N" </dev/null'],
	['a table', 'printf "%s\tbare\t0\tx\tx\n" "$N" >t
	    extract-meta -t t </dev/null'],
	['the name of a table', 'echo x >"$N"
	    split-articles -t "$N" </dev/null'],
	['a pattern', 'split-articles --separator="($N" </dev/null'],
	['a rule', 'printf "r\t*\t(?<%s>x\n" "$N" >t
	    tag-entities -r t </dev/null'],
	['a field', 'echo "{}" >t; dedupe --field="$N" t'],
	['a model', 'tag-entities --model="$N" </dev/null'],
	['a character set', 'split-articles --encoding="$N" </dev/null'],
	['counts', 'echo "{\"text\":\"x\"}" >"$N"; echo x >>"$N"
	    dedupe -v "$N" >o'],
);

for my $evil (sort keys %name) {
	claim("messages, $evil", sub {
		my @harm;

		for (@message) {
			my ($where, $script) = @$_;
			my $r = sh($script, env => {
				N => $name{$evil} });
			my $why = died($r) || harm($r->{err});
			$why = 'a line of its own' if $why eq '' &&
			    $r->{err} =~ /(?:^|\r)dedupe: all well/m;
			push @harm, "$where: $why" if $why ne '';
			sh('find . -mindepth 1 -delete');
		}
		return join '; ', @harm;
	});
}
claim('messages, Arabic names stay as they are', sub {
	my $r = sh('dedupe "خبر اليوم.jsonl"');
	return $r->{err} =~ /خبر اليوم\.jsonl/ ? '' : $r->{err};
});
claim('messages, bytes of a record are not told raw', sub {
	spew('in', qq({"id":"\e[31m","text":5}\n{"te\xc2\x9bxt":1}\n\e[2J\n) .
	    qq({"id":"\\u001b[31m","text":5}\n));
	my @harm = map { harm(sh("$_ in")->{err}) } qw(split-articles
	    extract-meta dedupe tag-entities khabar-report);
	return join '', @harm;
});
done_testing;
