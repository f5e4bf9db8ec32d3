#!/usr/bin/perl
# One schema: over pages of all kinds, each of them in a file of its own, the
# tools write the same fields in the same order, and each place in a record has
# one type, or null where khabar-record(5) allows it.  What is in
# share/khabar/schema says so to other programs: each of those that are there
# reads all files with it, has one schema, and nothing is lost
# (make deps-cookbook deps-engines; tests/users/readers.py).
# Slow: seven readers of some 250 files.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Cwd qw(abs_path);
use JSON::PP;
use Khabar;
use Test::More;

my $schemas = tool('schema');
plan(skip_all => 'the programs are not built')
    unless -x tool('tag-entities') && -d $schemas;
my $dir = scratch();
my $json = JSON::PP->new->utf8->canonical;
my $FILES = 251;

# What the tools make of pages, as lines.
sub pipeline {
	my ($front, @pages) = @_;
	my $r = run(['bash', '-euo', 'pipefail', '-c', "$front | " .
	    'extract-meta | dedupe --mark | tag-entities', 'bash', @pages],
	    env => { PATH => abs_path(tool('.')) . ":$ENV{PATH}" });

	die "$r->{status} $r->{err}" if "$r->{status}$r->{err}" ne '0';
	return split /\n/, $r->{out};
}

# Files of a page each, as "doc" tells, in a folder of their own.
sub files_of {
	my ($name, @lines) = @_;
	my (%page, @order, $n);

	for my $line (@lines) {
		my $doc = $json->decode($line)->{doc};
		push @order, $doc if !$page{$doc};
		$page{$doc} .= "$line\n";
	}
	mkdir "$dir/$name" or die $!;
	return map { spew(sprintf("$dir/$name/%03d.jsonl", ++$n), $page{$_}) }
	    @order;
}

# Pages of tests/kinds, of which some come twice.
my (@kinds, $n);
for my $case (map { split /\n/, slurp($_) } sort glob
    "$TOP/tests/kinds/*.jsonl") {
	my $page = $json->decode($case)->{page};
	push @kinds, $json->encode({ id => 'page' . $n++, text => $page })
	    if defined $page && $page =~ /\S/;
}
$#kinds = $FILES - 2 if @kinds > $FILES - 1;
push @kinds, $json->encode({ id => 'again',
    text => $json->decode($kinds[0])->{text} });
my @lines = pipeline('split-articles "$@"',
    spew("$dir/pages.jsonl", join '', map { "$_\n" } @kinds));
my @own = files_of('own', @lines);
is(scalar(@own), $FILES, "$FILES files of a page");

# The same fields in the same order; the keys of a record, which a hash forgets.
sub top_keys {
	my ($line) = @_;
	my ($depth, @keys) = (0);

	while ($line =~ /\G(?:("(?:[^"\\]|\\.)*")(:)?|([{\[])|([}\]])|.)/gs) {
		push @keys, $1 if $2 && $depth == 1;
		$depth += $3 ? 1 : $4 ? -1 : 0;
	}
	return @keys;
}
my %order = map { join(' ', top_keys($_)) => 1 } @lines;
is(scalar(keys %order), 1, 'the same fields in the same order in every record');

# What a value is not, by JSON Schema, as far as record.schema.json goes.
sub breaks {
	my ($value, $schema, $path) = @_;
	my @types = map { ref ? @$_ : $_ } $schema->{type};
	my $text = ref $value ? '' : $json->allow_nonref->encode($value);
	my $is = ref $value eq 'HASH' ? 'object' : ref $value eq 'ARRAY'
	    ? 'array' : !defined $value ? 'null' : $text =~ /^"/ ? 'string'
	    : $text =~ /[.eE]/ || !grep({ $_ eq 'integer' } @types) ? 'number'
	    : 'integer';

	return "$path is $is" if !grep { $_ eq $is } @types;
	return map { breaks($_, $schema->{items}, "$path\[]") } @$value
	    if $is eq 'array';
	return () if $is ne 'object';
	return (map({ "$path lacks $_" }
	    grep { !exists $value->{$_} } @{$schema->{required}}),
	    map { $schema->{properties}{$_} ? breaks($value->{$_},
	    $schema->{properties}{$_}, "$path.$_") : "$path.$_ is unknown" }
	    sort keys %$value);
}
my $schema = $json->decode(slurp("$schemas/record.schema.json"));
my @html = pipeline('read-pages "$@" | split-articles',
    "$TOP/tests/pages/bridge.html", glob "$TOP/tests/fit/marked-html/*.html");
my %wrong = map { $_ => 1 } map { breaks($json->decode($_), $schema, '') }
    @lines, @html;
is(join(', ', sort keys %wrong), '', 'records are as record.schema.json says');
for my $bad ('{"text":1}', '{"text":"","tags":null}', '{"title":""}',
    '{"text":"","part":1.5}', '{"text":"","entities":[{"start":0}]}') {
	isnt(join('', breaks($json->decode($bad), $schema, '')), '',
	    "$bad is told");
}

# All files of the schema have the same columns in the same order.
my %columns;
for my $file (glob "$schemas/*") {
	my ($name) = $file =~ m{([^/]+)$};
	$columns{join ' ', slurp($file) =~ /^\t[("`]*(\w+)["`]/mg} .= " $name";
}
is(scalar(keys %columns), 1, 'one list of columns')
    or diag(map { "$columns{$_}: $_\n" } sort keys %columns);
my %known = map { $_ => 1 } map { split } keys %columns;
is(join(' ', grep { !$known{$_} } map { s/"//gr } map { top_keys($_) } @html),
    '', 'with all that is written of HTML');
my $template = $json->decode(slurp("$schemas/elasticsearch.json"));
my $fields = $template->{template}{mappings}{properties};
is("$fields->{date_raw}{type} $fields->{text}{analyzer} $fields->{date}{type}",
    'keyword arabic keyword', 'the index template');

# Readers.
my ($shared) = grep { -d } map { "$_/layouts-2/pages" }
    $ENV{DATA_DIR} // "$TOP/../shared/data";
my %sets = (own => \@own);
$sets{real} = [files_of('real', pipeline('split-articles --doc=path "$@"',
    glob "$shared/*"))] if $shared;
my @pythons = grep { -x } map { "$_/python3" }
    map({ abs_path($TOP) . "/build/$_/bin" } qw(cookbook spark)),
    split /:/, $ENV{PATH};
for my $reader (qw(jsonschema pyarrow pandas polars datasets duckdb spark)) {
	for my $set (qw(own real)) {
		SKIP: {
			skip "$reader: ../shared is not here", 1 if !$sets{$set};
			my $r = { status => 3 };
			for my $python (@pythons) {
				$r = run([$python, '-W', 'ignore',
				    "$TOP/tests/users/readers.py", $reader,
				    $schemas, @{$sets{$set}}], env =>
				    { HF_HOME => "$dir/hf" })
				    if $r->{status} == 3;
			}
			skip "$reader is not installed", 1 if $r->{status} == 3;
			my ($what, $guessed, $ours, $good) =
			    split /\t/, $r->{out} =~ s/\n//r;
			note("$what: $guessed schemas guessed of $set pages");
			my ($got, $all) = split m{/}, $good // '0/1';
			ok($r->{status} == 0 && $ours == 1 && $got == $all,
			    "$reader reads all $set pages with one schema")
			    or diag("$r->{out}$r->{err}");
		}
	}
}
done_testing;
