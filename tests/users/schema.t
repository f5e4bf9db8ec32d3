#!/usr/bin/perl
# One schema: over all pages, each of them alone, the tools write the same
# fields in the same order, and each place in a record has one JSON type, or
# null where khabar-record(5) allows it.  The columns of articles.sql are these
# fields; where DuckDB is installed, it loads each page alone with it, and the
# Parquet files that it makes have one schema.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Cwd qw(abs_path);
use JSON::PP;
use Khabar;
use Test::More;

plan(skip_all => 'the programs are not built')
    unless -x tool('tag-entities') && -x tool('split-articles');
my $dir = scratch();
my $json = JSON::PP->new->utf8;
my @pages = sort glob "$TOP/tests/pages/*.txt";

sub pipeline {
	my ($file, $dedupe, @page) = @_;
	my $r = run(['bash', '-euo', 'pipefail', '-c', 'split-articles "$@" | '
	    . "extract-meta | $dedupe | tag-entities -o $file", 'bash', @page],
	    env => { PATH => abs_path(tool('.')) . ":$ENV{PATH}" });

	die "$r->{status} $r->{err}" if "$r->{status}$r->{err}" ne '0';
	return slurp($file);
}

# The types of all places of a value, by path.
sub types {
	my ($value, $path, $types) = @_;

	if (ref $value eq 'HASH') {
		$types->{$path}{object} = 1;
		types($value->{$_}, "$path.$_", $types) for keys %$value;
	} elsif (ref $value eq 'ARRAY') {
		$types->{$path}{array} = 1;
		types($_, "$path\[]", $types) for @$value;
	} elsif (!defined $value) {
		$types->{$path}{null} = 1;
	} else {
		# A number has no quotes in JSON.
		my $number = $json->allow_nonref->encode($value) !~ /^"/;
		$types->{$path}{$number ? 'number' : 'string'} = 1;
	}
}

# The keys of a record in their order, which a hash forgets.
sub top_keys {
	my ($line) = @_;
	my ($depth, @keys) = (0);

	while ($line =~ /\G(?:("(?:[^"\\]|\\.)*")(:)?|([{\[])|([}\]])|.)/gs) {
		push @keys, $1 if $2 && $depth == 1;
		$depth += $3 ? 1 : $4 ? -1 : 0;
	}
	return @keys;
}

my (%types, %order);
my $bytes = '';
for my $page (@pages) {
	my $out = pipeline("$dir/" . ($page =~ m{([^/]+)\.txt$})[0] . '.jsonl',
	    'dedupe --mark', $page);

	$bytes .= $out;
	for my $line (split /\n/, $out) {
		my $record = $json->decode($line);

		types($record, '', \%types);
		$order{join ' ', top_keys($line)}++;
	}
}
# A story and its repeat, for what dup is then.
my $repeat = pipeline("$dir/repeat.jsonl", 'dedupe --mark', $pages[0],
    $pages[0]);
types($json->decode($_), '', \%types) for split /\n/, $repeat;

is(scalar(keys %order), 1, 'the same fields in the same order in every record');
my @mixed = grep { grep({ $_ ne 'null' } keys %{$types{$_}}) > 1 }
    sort keys %types;
is("@mixed", '', 'one type for each place');
my @never = grep { join(' ', keys %{$types{$_}}) eq 'null' } sort keys %types;
note("null in all pages: @never") if @never;

my @nullable = qw(title date date_raw date_from date_modified dateline dateline.agency
    credit agency sitename tags_raw language dup like entities[].id entities[].name
    entities[].prefix entities[].title entities[].score);
my %may = map { (".$_" => 1) } @nullable;
is(join(' ', grep { $types{$_}{null} && !$may{$_} } sort keys %types), '',
    'null only where khabar-record(5) allows it');

my $table = abs_path("$TOP/man/examples/articles.sql");
my ($sql) = slurp($table) =~ s/--.*//gr =~ /\((.*)\)/s;
1 while $sql =~ s/STRUCT\([^()]*\)/STRUCT/g;
my %columns = map { /^\s*"?(\w+)"? (\S+)/ ? ($1 => $2) : () } split /,/, $sql;
my %fields = map { /^\.(\w+)$/ ? ($1 => 1) : () } keys %types;
is(join(' ', sort keys %columns), join(' ', sort keys %fields),
    'the columns of articles.sql');

my ($duckdb) = grep { -x } map { "$_/duckdb" } split(/:/, $ENV{PATH}),
    abs_path($TOP) . '/build/cookbook/bin';
SKIP: {
	skip 'duckdb not installed', 3 unless $duckdb;
	my (%schemas, @wrong);
	for my $file (glob "$dir/*.jsonl") {
		my $r = run([$duckdb, '-csv', '-noheader'], in =>
		    slurp($table) . "COPY articles FROM '$file' (FORMAT json);
		    COPY articles TO '$file.parquet';
		    SELECT name, type, repetition_type
		    FROM parquet_schema('$file.parquet');\n");
		push @wrong, "$file: $r->{err}"
		    if "$r->{status}$r->{err}" ne '0';
		$schemas{$r->{out}} = 1;
	}
	is(join("\n", @wrong), '', 'DuckDB loads each page');
	is(scalar(keys %schemas), 1, 'all Parquet files have one schema');
	my $loaded = run([$duckdb, '-csv', '-noheader', '-c', "SELECT count(*),
	    count(id), sum(len(entities)), sum(len(removed)), count(dup),
	    sum(len(author)) FROM '$dir/*.parquet'"])->{out};
	my @sum = (0) x 6;
	for (map { $json->decode($_) } split /\n/, $bytes . $repeat) {
		my $r = $_;
		my @n = (1, 1, map({ scalar @{$r->{$_}} } qw(entities removed)),
		    defined $r->{dup} ? 1 : 0, scalar @{$r->{author}});
		$sum[$_] += $n[$_] for 0 .. 5;
	}
	is($loaded, join(',', @sum) . "\n", 'and nothing is lost in them');
}
done_testing;
