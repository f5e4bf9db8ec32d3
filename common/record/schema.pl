#!/usr/bin/perl
# The schema of khabar's records, out of the list in record/field.h, as other
# programs want it:
#
#	schema.pl record/field.h FILE
#
# prints what share/khabar/schema/FILE is.  One schema holds whatever a pipe of
# the tools may write: readers take a field that is not there for null.  Names
# that several tools write are one column.  Dates are strings: they are as
# precise as printed (2023-11), and readers would make days of them.
use strict;
use warnings;

my ($list, $file) = @ARGV;
my (@columns, %column, %row);

# Columns are [name, type, null?, members]; a type is string, integer, number,
# strings, object or objects.
sub column {
	my ($name, $types) = @_;
	my ($type) = grep { $_ ne 'null' } my @types = map { lc s/TYPE_//r }
	    $types =~ /TYPE_\w+/g;

	return [$name, $type, scalar(grep { $_ eq 'null' } @types), []];
}

open my $in, '<', $list or die "$list: $!\n";
my $rows = join '', <$in>;
$rows =~ s/\\\n\s*//g;
my (@pages, @others);
while ($rows =~ /\b(?:OWN\((\w+), "([\w-]+)"|IN\((\w+), \w+), ((?:TYPE_\w+(?: \| )?)+),\s*"(\w+)"/g) {
	if (defined $1) {
		$row{$1} = column($5, $4);
		push @{$2 eq 'read-pages' ? \@pages : \@others}, $row{$1};
	} else {
		push @{$row{$3}[3]}, column($5, $4);
	}
}
# What read-pages alone writes comes last: most of it is used up.
for my $c (@others, @pages) {
	my $same = $column{$c->[0]};

	if (!$same) {
		push @columns, $column{$c->[0]} = $c;
		next;
	}
	die "$list: $c->[0] is of two types\n" if $same->[1] ne $c->[1];
	$same->[2] ||= $c->[2];
}
die "$list: no list of fields\n" if @columns < 30;

# A type of another program: its words for string, integer and number, and how
# it writes an array of some type and an object of members.
sub type {
	my ($d, $c) = @_;
	my ($name, $type, $null, $members) = @$c;
	my $object = sub { $d->{object}->(map { [$_->[0], type($d, $_)] }
	    @$members) };
	my $t = $type eq 'strings' ? $d->{array}->($d->{string})
	    : $type eq 'objects' ? $d->{array}->($object->())
	    : $type eq 'object' ? $object->() : $d->{$type};

	return $null && $d->{null} ? $d->{null}->($t) : $t;
}

# "name": value, parted by commas.
sub members {
	my ($parting, $name, @members) = @_;

	return join $parting, map { $name->($_->[0]) . $_->[1] } @members;
}
my $quoted = sub { qq("$_[0]": ) };
my $pair = sub { qq("$_[0]", ) };

my %sql = (string => 'VARCHAR', integer => 'BIGINT', number => 'DOUBLE',
	array => sub { "$_[0]\[]" },
	object => sub { 'STRUCT(' . members(', ', sub { qq("$_[0]" ) }, @_) .
	    ')' });
my %spark = (string => 'STRING', integer => 'BIGINT', number => 'DOUBLE',
	array => sub { "ARRAY<$_[0]>" },
	object => sub { 'STRUCT<' . members(', ', sub { "`$_[0]`: " }, @_) .
	    '>' });
my %arrow = (string => 'pa.string()', integer => 'pa.int64()',
	number => 'pa.float64()', array => sub { "pa.list_($_[0])" },
	object => sub { 'pa.struct([(' . members('), (', $pair, @_) . ')])' });
my %polars = (string => 'pl.String', integer => 'pl.Int64',
	number => 'pl.Float64', array => sub { "pl.List($_[0])" },
	object => sub { 'pl.Struct({' . members(', ', $quoted, @_) . '})' });
my %features = ((map { $_->[0] => qq({"dtype": "$_->[1]", "_type": "Value"}) }
	[string => 'string'], [integer => 'int64'], [number => 'float64']),
	array => sub { "[$_[0]]" },
	object => sub { '{' . members(', ', $quoted, @_) . '}' });
my %json = ((map { $_ => qq({"type": "$_"}) } qw(string integer number)),
	array => sub { qq({"type": "array", "items": $_[0]}) },
	object => sub { '{"type": "object", "properties": {' .
	    members(', ', $quoted, @_) . '}, "required": [' .
	    join(', ', map { qq("$_->[0]") } grep { $_->[0] ne 'field' } @_) .
	    ']}' },
	null => sub { $_[0] =~ s/^\{"type": ("\w+")/{"type": [$1, "null"]/r });

# How a field is searched: prose by the words in it, what is only shown not at
# all, dates also as times, all else as it is.  A keyword of Lucene has 32766
# bytes at the most, 4 a character.
my %prose = map { $_ => 1 } qw(title text related raw_text);
my %shown = map { $_ => 1 } qw(boundary removed evidence layout);
my %index = (string => '{"type": "keyword", "ignore_above": 8191}',
	integer => '{"type": "long"}', number => '{"type": "double"}',
	array => sub { $_[0] =~ s/^\{"properties"/{"type": "nested", "properties"/r },
	object => sub { '{"properties": {' . members(', ', $quoted, @_) . '}}' });

sub index_type {
	my ($name) = @{$_[0]};

	return '{"type": "object", "enabled": false}' if $shown{$name};
	return '{"type": "text", "analyzer": "arabic"}' if $prose{$name};
	my $type = type(\%index, $_[0]);
	$type =~ s/\}$/, "fields": {"time": {"type": "date", "format":
	    "strict_date_optional_time", "ignore_malformed": true}}}/s
	    if $name =~ /^(?:date|date_modified|crawled)$/;
	return $type =~ s/\n\s*/ /gr;
}

sub lines {
	my ($d, $name, $end) = @_;

	return join "$end\n", map { "\t" . $name->($_->[0]) . (ref $d eq 'CODE' ?
	    $d->($_) : type($d, $_)) } @columns;
}

my $made = "made from khabar's list of fields; see khabar-record(5).";
my %print = (
	'record.schema.json' => sub { '{
"$schema": "https://json-schema.org/draft/2020-12/schema",
"title": "khabar-record", "type": "object",
"properties": {' . "\n" . lines(\%json, $quoted, ',') . '
},
"required": ["text"]
}
' },
	'arrow_schema.py' => sub { "# Apache Arrow: $made
import pyarrow as pa

schema = pa.schema([
" . lines(\%arrow, sub { qq{("$_[0]", } }, '),') . "),
])
" },
	'polars_schema.py' => sub { "# polars: $made
import polars as pl

schema = pl.Schema({
" . lines(\%polars, $quoted, ',') . ",
})
" },
	'features.json' => sub { "{\n" . lines(\%features, $quoted, ',') .
	    "\n}\n" },
	'spark.ddl' => sub { lines(\%spark, sub { "`$_[0]` " }, ',') . "\n" },
	'duckdb.sql' => sub { "-- DuckDB: $made
CREATE TABLE articles (
" . lines(\%sql, sub { qq("$_[0]" ) }, ',') . "
);
" },
	'elasticsearch.json' => sub { '{
"index_patterns": ["khabar", "khabar-*"],
"template": {"mappings": {
"date_detection": false, "numeric_detection": false,
"properties": {' . "\n" . lines(\&index_type, $quoted, ',') . '
}}}
}
' },
);

die "usage: schema.pl field.h FILE\n" if !$file || !$print{$file};
print $print{$file}->();
