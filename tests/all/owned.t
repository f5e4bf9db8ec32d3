#!/usr/bin/perl
# The fields that tools own: what record/field.h lists, what khabar-record(5)
# and extract-meta(1) tell of it, and what the tools write are the same, in
# order and with types.
use strict;
use warnings;
use utf8;
use Encode qw(encode_utf8);
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

# The list: [tool, name, schema.org's name, types]; members are FIELD.NAME.
my @list = map { [split /\t/] } split /\n/,
    run([tool('tests/lib/tools/owned-fields')])->{out};
ok(@list > 40, @list . ' rows');

# khabar-record(5): the same rows but for schema.org's names.
my $manual = slurp("$TOP/man/khabar-record.5");
my @told;
while ($manual =~ /^\.Ss Fields? of ([\w-]+)\(1\)\n(.*?)^\.El$/msg) {
	my ($tool, $rows) = ($1, $2);
	my $field;
	for (grep { !/Em field/ } split /\n/, $rows) {
		/^\.It ("  )?(\w+)"?\s+Ta (\w+(?:, null)?)\s+Ta(?: of (\w+)s)?/
		    or next;
		my $name = $1 ? "$field.$2" : ($field = $2);
		push @told, join "\t", $tool, $name,
		    $3 eq 'array' ? "array of $4" : $3;
	}
}
is(join("\n", @told), join("\n", map { "@$_[0]\t@$_[1]\t@$_[3]" } @list),
    'khabar-record(5) lists the same fields with the same types');

# extract-meta(1): the other names.
my ($table) = slurp("$TOP/man/extract-meta.1") =~
    /^\.Sh SCHEMA\.ORG\n.*?^\.Bl.*?\n(.*?)^\.El$/ms;
is(join('', $table =~ /^\.It (\w+\s+Ta \w+)$/mg) =~ s/\s+Ta / /gr,
    join('', map { "@$_[1] @$_[2]" } grep { $_->[1] ne $_->[2] } @list),
    "extract-meta(1) lists schema.org's names");

# With usage.t, which counts an option's row and paragraph: what else has a
# field's name.  Records are written by field_set and field_key.
my %rows;
$rows{"$_->[0] $_->[1]"}++ for @list;
my @more = (map({ "$_: $rows{$_} rows of field.h\n" }
    grep { $rows{$_} != 1 } sort keys %rows),
    map { my $f = s{^\Q$TOP\E/}{}r; map { "$f: $_\n" }
    by_hand(slurp($_)) } grep { !m{/common/(?:record|report|view)/} }
    glob "$TOP/cmd/*.c $TOP/common/*/*.[ch]");
sub by_hand {
	my ($code) = @_;

	return $code =~ /\b((?:record_set|put_key)\([^;]*?"\w+"\))/g;
}

is(join('', @more), '', 'figure: option with field = 3 places, its row, '
    . "the field's row and the manuals (" . @list . ' fields)');
is(join('', by_hand('put(record_set(r, SPAN("x")), 1);')),
    'record_set(r, SPAN("x")', 'a fourth would be seen')
    or diag(by_hand('put(record_set(r, SPAN("x")), 1);'));

# A value of JSON at pos($$s): notes its types and, of objects, their keys.
sub walk {
	my ($s, $path, $seen) = @_;
	my (@keys, %of);

	if ($$s =~ /\G"(?:[^"\\]|\\.)*"/gc) {
		return 'string';
	} elsif ($$s =~ /\G-?\d[\d.eE+-]*/gc) {
		return $& =~ /[.eE]/ ? 'number' : 'integer';
	} elsif ($$s =~ /\G(?:null|true|false)/gc) {
		return $&;
	} elsif ($$s =~ /\G\[/gc) {
		while ($$s !~ /\G\]/gc) {
			$of{walk($s, $path, $seen)} = 1;
			$$s =~ /\G,/gc;
		}
		return %of ? 'array of ' . join(' and ', sort keys %of)
		    : 'array';
	}
	$$s =~ /\G\{/gc or die 'no JSON: ' . substr $$s, pos($$s) // 0, 80;
	while ($$s =~ /\G"(\w+)":/gc) {
		my $name = $path eq '' ? $1 : "$path.$1";
		push @keys, $name;
		$seen->{types}{$name}{walk($s, $name, $seen)} = 1;
		$$s =~ /\G,/gc;
	}
	$$s =~ /\G\}/gc or die 'no JSON: ' . substr $$s, pos($$s) // 0, 80;
	$seen->{keys}{$path}{"@keys"} = 1;
	return 'object';
}

# Two pages of one form, for what they are like.
sub filled_forms {
	my $n = 0;

	return map { spew(scratch() . '/form' . $n++, encode_utf8('تنقطع مياه ' .
	    "الشرب عن حي $_ من الثامنة صباحا حتى المساء بسبب إصلاح الخط " .
	    "الرئيسي، ودعت البلدية سكان حي $_ إلى خزن ما يكفيهم من الماء.\n")) }
	    qw(الريحان الزيتون);
}

# Every field there is: of pages that are read twice, so that some repeat, and
# one in no language.
sub written {
	my ($fields, @schema) = @_;
	my ($lines, %seen) = ('');
	my @pages = (glob("$TOP/tests/pages/*.txt"),
	    spew(scratch() . '/figures', "1 2 3\n"), filled_forms());

	for my $command (['split-articles', '--explain', @pages, @pages],
	    ['extract-meta', '--keep-raw', '--explain', @schema], ['dedupe', '--mark']) {
		my ($tool, @args) = @$command;
		my $r = run([tool($tool), @args], in => $lines);
		is($r->{err} . $r->{status}, '0', "$tool @schema");
		$lines = $r->{out};
	}
	for my $model ([], ['--model=none']) {
		my $r = run([tool('tag-entities'), @$model,
		    map { "--field=$_" } @$fields], in => $lines);
		is($r->{err} . $r->{status}, '0', "tag-entities @$model");
		for my $line (split /\n/, $r->{out}) {
			walk(\$line, '', \%seen);
		}
	}
	return \%seen;
}

# What is in the list under name $n, in order, each once.
sub listed {
	my ($n, @rows) = @_;
	my (%keys, %once);

	for my $row (@rows) {
		my $name = $row->[$n];
		my ($in) = $name =~ /^(.*)\./;
		push @{$keys{$in // ''}}, $name unless $once{$name}++;
	}
	return join "\n", map { "$_: @{$keys{$_}}" } sort keys %keys;
}

# Values that are of another type than rows say.
sub typed_wrong {
	my ($seen, @rows) = @_;
	my %want = map { $_->[1] => $_->[3] } @rows;
	my @wrong;

	for my $name (sort keys %want) {
		my %got = %{$seen->{types}{$name} // {}};
		delete $got{array} if $want{$name} =~ /^array/;
		my $got = join ', ', sort { ($a eq 'null') <=> ($b eq 'null') }
		    keys %got;
		push @wrong, "$name: $got, not $want{$name}\n"
		    if $got ne $want{$name};
	}
	return @wrong;
}

sub keys_of {
	my ($seen) = @_;

	return join "\n", map { my $in = $_;
		map { "$in: $_" } sort keys %{$seen->{keys}{$in}} }
	    sort keys %{$seen->{keys}};
}

# read-pages is the front of another pipeline; its fields are those of others,
# too.  Those of WET files are in tests/split-articles/wet.t.
my @pipe = grep { $_->[0] ne 'read-pages' &&
    $_->[1] !~ /^(?:url|crawled|warc_\w+)$/ } @list;
my $pages = run([tool('read-pages'), "$TOP/tests/pages/bridge.html"]);
is($pages->{err} . $pages->{status}, '0', 'read-pages');
my %read;
walk(\$pages->{out}, '', \%read);
is(keys_of(\%read), listed(1, grep { $_->[0] eq 'read-pages' } @list),
    'its records have the fields listed, in order');
my %may = map { $_->[1] => "$_->[3], array" }
    grep { $_->[0] eq 'read-pages' } @list;
my @other = map { my $name = $_;
	map { "$name: $_\n" } grep { $may{$name} !~ /\b$_\b/ }
	sort keys %{$read{types}{$name}} } sort keys %may;
is(join('', @other), '', 'with types that are listed');

my $seen = written(['title', 'text']);
is(keys_of($seen), listed(1, @pipe), 'every record has the fields listed, in order');

my @wrong = typed_wrong($seen, @pipe);
is(join('', @wrong), '', 'with the types listed, each of them');

$seen = written(['headline', 'text'], '--schema=schemaorg');
is(keys_of($seen), listed(2, @pipe), "the same by schema.org's names");

done_testing;
