#!/usr/bin/perl
# A page that costs more than its bytes: at most 12 times as much memory (of
# tag-entities 20), or it is a bad record; the records around it come out,
# whatever the limit of memory is.  SIZE=16 for pages of so many megabytes (2), ALL=1 for all tools
# and kinds of page.
# Slow: pages that fill memory.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib", $FindBin::Bin;
use Faults;
use Khabar;
use Test::More;
use Time::HiRes qw(sleep);

my $MB = 1 << 20;
my $kb = 1200 * 1024; # of address space that a run has

plan(skip_all => 'the sanitizers want all of the memory') if sanitized();
plan(skip_all => 'this build reads a few bytes at once') if small();

# What a page is made of, as it stands in a JSON string.
my %kind = (
	'newlines' => '\n',
	'blank lines with CR' => '\r\n',
	'lines of a blank' => ' \n',
	'lines of a letter' => "\xd8\xa7" . '\n',
	'lines of a word' => "\xd9\x82\xd8\xa7\xd9\x84" . '\n',
	'lines of a bullet' => "\xe2\x80\xa2" . '\n',
	'lines of a dash' => '-\n',
	'dates' => '12/5/2025\n',
	'dates in words' => "12 \xd9\x85\xd8\xa7\xd9\x8a\xd9\x88 2025" . '\n',
	'times' => '18:40\n',
	'words of a letter' => "\xd8\xa3 ",
	'figures' => '7 ',
	'commas' => "\xd8\x8c",
	'proclitics' => "\xd9\x88\xd8\xa8\xd8\xa7\xd9\x84",
	'names' => "\xd8\xaf\xd9\x85\xd8\xb4\xd9\x82 ",
	'hashes' => '#a ',
	'quotes' => "\xc2\xab",
	'full stops' => '. ',
	'vowel signs' => "\xd9\x8e",
);

# Run, and look at the most memory it has: {status, err, out, peak} in kB.
sub watched {
	my (@command) = @_;
	my $run = start(['sh', '-c', "ulimit -v $kb; exec \"\$@\"", 'sh',
	    @command], stdout => 'out', before => sub { alarm 10 });
	my $peak = 0;

	# Its status goes when it ends; what it has then is what it had.
	while (waitpid($run->{pid}, 1) == 0) {
		my $status = eval { slurp("/proc/$run->{pid}/status") } // '';
		$peak = $1 if $status =~ /^VmHWM:\s*(\d+)/m && $1 > $peak;
		sleep 0.003;
	}
	my $status = $?;
	my $r = { err => slurp("$run->{base}.err"), out => slurp('out'),
	    status => $status & 127 ? 128 + ($status & 127) : $status >> 8,
	    peak => $peak };
	return $r;
}

my %base;

# A page of n bytes among three records.
sub costly {
	my ($command, $kind, $n) = @_;
	my @command = split ' ', $command;
	my @around = split /^/, records(3);
	my $text = $kind{$kind} x ($n / length($kind{$kind} =~
	    s/\\[nr]/x/gr));

	$command[0] = bin() . "/$command[0]";
	# Often enough to be seen at work.
	spew('good', join '', (@around) x 1000);
	spew('in', $around[0] . qq({"id":"big","text":"$text"}\n) .
	    "$around[1]$around[2]");
	$base{$command} //= (sort { $b <=> $a } map {
		watched(@command, 'good')->{peak}
	} 1 .. 3)[0];
	my $r = watched(@command, 'in');
	my $why = $r->{status} == 142 ? 'it takes more than 10 s' : died($r);
	return $why if $why ne '';
	# JSON::PP takes seconds for it.
	$r->{out} =~ s/^\{(?=.*"id":"big[#"]).*\}\n//mg;
	$why = lost($r->{out}, 3);
	return "$why, status $r->{status}: $r->{err}" if $why ne '';
	return "status $r->{status}" if $r->{status} > 1;
	my $times = ($r->{peak} - $base{$command}) * 1024 / $n;
	# tag-entities keeps two hashes for each word or mark of a text.
	my $most = $command =~ /^\S*tag-entities/ ? 20 : 12;
	return sprintf '%.0f times its bytes', $times if $times > $most;
	return '';
}

sub costly_pages {
	for (@_) {
		my ($command, $kind) = @$_;

		claim("$command, $kind", sub {
			return costly($command, $kind,
			    ($ENV{SIZE} // 2) * $MB);
		});
	}
}

if ($ENV{ALL}) {
	for my $tool (qw(split-articles extract-meta dedupe tag-entities)) {
		costly_pages(map { [$tool, $_] } sort keys %kind);
	}
	done_testing;
	exit;
}
costly_pages(['split-articles', 'blank lines with CR'],
    ['split-articles', 'lines of a letter'],
    ['split-articles --explain', 'times'],
    ['extract-meta', 'lines of a dash'],
    ['extract-meta --keep-raw', 'lines of a letter'],
    ['extract-meta --schema=schemaorg', 'lines of a blank']);
costly_pages(['extract-meta', 'dates in words'],
    ['dedupe --mark', 'words of a letter'], ['dedupe --exact', 'hashes'],
    ['tag-entities', 'lines of a bullet'],
    ['tag-entities --offsets=bytes', 'dates']);

# What is not JSON: the page is the file, or is parted from others.
sub pages_with {
	my ($part, $costly, $command) = @_;

	claim("a costly page of $command", sub {
		my $good = page();
		spew('in', $good . $part . $costly . $part . $good);
		my $r = sh("ulimit -v $kb; $command");
		my $there = () = $r->{out} =~ /وزراء المياه العرب/g;
		return unsound($r) || ($r->{status} <= 1 && $there == 2 ? '' :
		    "$there of 2 good pages, status $r->{status}");
	});
}

pages_with("---\n", "\n" x (12 * $MB),
    q(split-articles --separator='^---$' in));
pages_with("\0", "- \n" x (6 * $MB), 'split-articles -0 in');
pages_with("\f", " \r\n" x (6 * $MB), 'cat in | split-articles');
done_testing;
