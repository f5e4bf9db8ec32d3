#!/usr/bin/perl
# Packed input is as good as what was packed: in every packing, in several
# members, in pieces; what is cut short, damaged or followed by something else
# is told, and what was whole comes out.
use strict;
use utf8;
use warnings;
use Encode qw(encode_utf8);
use FindBin;
use lib "$FindBin::Bin/../lib";
use IO::Handle;
use JSON::PP;
use Khabar;
use Test::More;

my $json = JSON::PP->new->utf8->canonical;
my $dir = scratch();
my $filter = tool('tests/lib/tools/filter');
my @line = map { $json->encode({ id => "$_", text => "افتتح الجسر رقم $_ في " .
    'حي المطاحن صباح اليوم. ' x ($_ % 7) }) . "\n" } 1 .. 3000;
my $plain = join '', @line;
my $want = run([$filter], in => $plain)->{out};
my %pack = (gzip => ['gzip', '-nc'], zstd => ['zstd', '-qc'], xz => ['xz',
    '-c'], bzip2 => ['bzip2', '-c']);
my %cat = (gzip => 'zcat', zstd => 'zstdcat', xz => 'xzcat', bzip2 => 'bzcat');

my $where = qr/; byte \d+ of the file, \d+ unpacked\n\z/;

sub packed {
	my ($name, $bytes) = @_;

	return run($pack{$name}, in => $bytes)->{out};
}

# A run that reads N bytes at once, at the most.
sub in_pieces {
	my ($n) = @_;

	return (env => { LD_PRELOAD => tool('tests/lib/preload/faults.so'),
		FAULT => "read:short:$n", ASAN_OPTIONS =>
		($ENV{ASAN_OPTIONS} // '') . ':verify_asan_link_order=0' });
}

for my $name (sort keys %pack) {
	if (run(['which', $pack{$name}[0]])->{status}) {
		SKIP: { skip "no $name", 1 }
		next;
	}
	my $all = packed($name, $plain);
	my $small = packed($name, join '', @line[0 .. 9]);
	my $ten = run([$filter], in => join '', @line[0 .. 9])->{out};
	my $empty = packed($name, '');
	my $file = spew("$dir/$name", $all);

	is_run("$name", [$filter, $file], out => $want);
	is_run("$name, from standard input", [$filter], in => $all,
	    out => $want);
	is_run("$name beside plain", [$filter, $file, spew("$dir/plain",
	    $plain), $file], out => $want x 3);
	is_run("$name: in bytes", [$filter], in => $small, out => $ten,
	    in_pieces(1));
	is_run("$name: members", [$filter], in => $small . $empty . $all .
	    $small, out => $ten . $want . $ten);
	is_run("$name: members in pieces of 5", [$filter], in => $small .
	    $empty . $small, out => $ten . $ten, in_pieces(5));
	is_run("$name: a record in two members", [$filter], out => $ten,
	    in => packed($name, substr join('', @line[0 .. 9]), 0, 100) .
	    packed($name, substr join('', @line[0 .. 9]), 100));
	is_run("$name: nothing", [$filter], in => $empty);
	is_run("$name: NULs behind it", [$filter], in => $small . "\0" x 5000,
	    out => $ten);
	is_run("$name: something else behind it", [$filter],
	    in => $small . 'no such thing, nor anything like it', out => $ten,
	    status => 2, err =>
	    qr/\Afilter: stdin: $name: something else behind it$where/);

	is_run("$name: a second member that is damaged", [$filter], out => $ten,
	    in => $small . substr($all, 0, 12) . "\xff" x 99, status => 2,
	    err => qr/\Afilter: stdin: $name: (?:damaged|cut short)$where/);

	# Cut anywhere, nothing but whole records come out.
	for my $at (1 .. 12, map { length($all) - $_ } 1, 2, 9) {
		my $r = run([$filter], in => substr($all, 0, $at));
		my $byte = $at + 1;

		next if $at < 7 + 3 * ($name eq 'bzip2'); # not told yet
		ok($r->{out} eq substr($want, 0, length $r->{out}) &&
		    $r->{out} =~ /\A(?:[^\n]*\n)*\z/ && $r->{status} == 2 &&
		    $r->{err} =~ /\A\Qfilter: stdin: $name: cut short; byte \E
		    $byte\ of\ the\ file,\ \d+\ unpacked\n\z/x,
		    "$name: cut at byte $at") or diag("$r->{status} $r->{err}");
	}
	# A byte turned: told, and nothing is made up.
	my $turned = $all;
	substr($turned, length($all) - 6, 1) ^= "\x55";
	my $r = run([$filter, spew("$dir/turned", $turned), $file]);
	is($r->{status}, 2, "$name: a byte turned: status");
	like($r->{err}, qr/\Afilter: \Q$dir\E\/turned: $name: damaged$where/,
	    "$name: a byte turned: told");
	ok(substr($r->{out}, -length $want) eq $want,
	    "$name: the next file is read");

	# Lines and bytes are those of what was packed.
	is_run("$name: a bad line", [$filter], in => packed($name,
	    "$line[0]\n{\"text\":1}\n$line[1]"), status => 1,
	    out => run([$filter], in => $line[0] . $line[1])->{out},
	    err => "filter: stdin:3: field is no string, byte 9\n");
	is_run("$name: --max-record", [$filter, '--max-record=1K'],
	    in => packed($name, '{"text":"' . 'x' x 9999999 . "\"}\n$line[0]"),
	    status => 1, out => run([$filter], in => $line[0])->{out},
	    err => "filter: stdin:1: longer than --max-record, byte 1025\n");
	is_run("$name: --no-unpack", [$filter, '--no-unpack', $file],
	    status => 2, err => "filter: $file: compressed with $name: unpack "
	    . "it first ($cat{$name})\n");
	is_run("$name: packed twice", [$filter], in => packed($name, $all),
	    status => 2, err => "filter: stdin: compressed with $name: unpack "
	    . "it first ($cat{$name})\n");
	is_run("$name: what is inside is told", [$filter], in =>
	    packed($name, '<!DOCTYPE html><p>'), status => 2,
	    err => qr/\Afilter: stdin: this is HTML or XML:/);

	# A page is called by its name without what says that it is packed.
	my $page = spew("$dir/page.txt.$name", packed($name,
	    encode_utf8("جسر جديد\n\nافتتح الجسر.\n")));
	is($json->decode(run([tool('split-articles'), $page])->{out})->{doc},
	    'page', "$name: a page's name");

	# The bytes that are counted are those of the file.
	my $mega = sprintf '%.1f MB', length($all) / 1e6;
	like(run([$filter, '-v', $file])->{err}, qr/ $mega,/, "$name: -v");
}

# What is left of a block when there is no more room, nor more of the file.
SKIP: {
	my @zstd = ('zstd', '-qc', '--no-check');
	skip 'no zstd', 1 if run(['which', 'zstd'])->{status};
	my ($little, $much) = (join('', @line[0 .. 9]), substr $plain, 0,
	    262000);
	is_run('zstd: the last block', [$filter, '--bad=skip'], out =>
	    run([$filter, '--bad=skip'], in => $little . $much)->{out},
	    in => join('', map { run([@zstd], in => $_)->{out} } $little,
	    $much), err => qr/\Afilter: stdin:\d+: string does not end.*\n\z/);
}

# What needs more memory than a tool should take.
SKIP: {
	skip 'no zstd', 1 if run(['which', 'zstd'])->{status};
	is_run('zstd --long=31', [$filter], in => run(['zstd', '-qc',
	    '--long=31', '--no-check', '--ultra', '-1'], in => $plain x 50)->
	    {out}, status => 2, err => "filter: stdin: zstd: needs more than " .
	    "128 MB to be unpacked; byte 1 of the file, 1 unpacked\n")
	    if !small();
}
SKIP: {
	my $much = run(['xz', '-0', '--lzma2=dict=256MiB', '-c'], in => $plain);
	skip 'no xz', 1 if $much->{status};
	is_run('xz with much memory', [$filter], in => $much->{out},
	    status => 2, err => qr/\Afilter: stdin: xz: needs more than 128 MB/);
}

# What only starts so is what it was.
for my $text ('BZh9 ليس اسما', 'BZh', "P*M", "P*N\n", 'B', '(') {
	my $r = run([tool('split-articles'), '--from=text'], in =>
	    encode_utf8("$text\n"));
	my $told = $r->{err} =~ /compressed with bzip2/;

	ok($told || $json->decode($r->{out})->{text} eq "$text\n",
	    'a page: ' . encode_utf8($text));
}

# What has come is shown, though the file has not ended.
SKIP: {
	require Compress::Raw::Zlib;
	my $z = Compress::Raw::Zlib::Deflate->new(-WindowBits => 31,
	    -AppendOutput => 1);
	my $run;
	pipe my $from, my $to or die $!;
	$to->autoflush;
	$run = start([$filter, '-'], before => sub {
		close $to; open STDIN, '<&', $from or die $! });
	close $from;
	for my $i (0 .. 2) {
		my $bytes = '';
		$z->deflate($line[$i], $bytes);
		$z->flush($bytes, Compress::Raw::Zlib::Z_SYNC_FLUSH());
		print $to $bytes;
		my $wanted = run([$filter], in => join '', @line[0 .. $i])->{out};
		for (1 .. 100) {
			last if slurp("$run->{base}.out") eq $wanted;
			select undef, undef, undef, .1;
		}
		is(slurp("$run->{base}.out"), $wanted, 'gzip: as it comes');
	}
	my $bytes = '';
	$z->flush($bytes);
	print $to $bytes;
	close $to;
	is(finish($run)->{status}, 0, 'gzip: and then its end');
}

done_testing;
