#!/usr/bin/perl
# Completions: of each tool they know every option of --help, and what may
# stand behind it.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

my @tools = grep { -x tool($_) } qw(read-pages split-articles extract-meta dedupe
    tag-entities train-entities khabar-report learn-furniture khabar);
my $dir = scratch();
my %there = map { $_ => !system "command -v $_ >/dev/null 2>&1" } qw(bash zsh fish);

sub completion {
	my ($shell, $name) = @_;
	my $help = run([tool($name), '--help'])->{out};
	my $made = run(['perl', 'common/base/completion.pl', $shell, $name],
	    in => $help);

	is($made->{status} . $made->{err}, '0', "$name: $shell");
	return (spew("$dir/$name.$shell", $made->{out}), $help);
}

# What bash offers behind the words; its completion of file names is not ours
# and comes where we say nothing.
sub offers {
	my ($file, @words) = @_;
	my $name = $file =~ s{.*/|\.bash$}{}gr;
	my $function = '_khabar_' . $name =~ tr/-/_/r;
	my $r = run(['bash', '--norc', '-c', 'compopt() { echo "$*"; }
	    . "$1"; shift; f=$1; shift; COMP_WORDS=("$@"); n=$#
	    COMP_CWORD=$((n - 1))
	    "$f" "$1" "${COMP_WORDS[n - 1]}" "${COMP_WORDS[n - 2]}"
	    printf "%s\n" "${COMPREPLY[@]}"', 'bash', $file, $function, $name,
	    @words]);
	return $r->{status} . $r->{err} . $r->{out};
}

SKIP: {
	skip 'no bash', 1 if !$there{bash};
	for my $name (@tools) {
		my ($file, $help) = completion('bash', $name);
		my @long = map { /^ .*? (--[\w-]+)(=?)/ ? "$1$2\n" : () }
		    split /\n/, $help;
		is(offers($file, '--'), '0' . join('', @long),
		    "$name: bash offers all options");
		is(offers($file, 'a'), "0\n", "$name: else file names");
		is(offers($file, '-o', ''), "0\n",
		    "$name: file names behind -o") if $help =~ /-o, --output/;
	}
	my $file = "$dir/dedupe.bash";
	is(offers($file, '--keep', 'l'), "0longest\n", 'a word');
	is(offers($file, '--keep', '='), "0first\nlongest\nnewest\n",
	    'words behind =');
	is(offers($file, '--keep', '=', 'n'), "0newest\n", 'a word behind =');
	is(offers($file, '--kee'), "0-o nospace\n--keep=\n",
	    'no blank behind =');
	is(offers($file, '--state', '='), "0-o dirnames +o default\n\n",
	    'folders');
	is(offers($file, '--field', '='), "0+o default\n\n",
	    'nothing where all is free');
}

# What zsh would hand to _arguments, and what it then offers at a terminal.
SKIP: {
	skip 'no zsh', 1 if !$there{zsh};
	mkdir "$dir/zsh" or die $!;
	for my $name (@tools) {
		my ($file, $help) = completion('zsh', $name);
		my $r = run(['zsh', '-f', '-c', '_arguments() {
		    print -rl -- "$@" }; . "$1"', 'zsh', $file]);
		my %specs = map { $_ => 1 } $r->{out} =~
		    /^(?:\([^()]*\)|\*)(--?[\w-]+[+=]?)\[/mg;
		my %options = map { $_ => 1 } map { /^  (?:-(\w), | +)(--[\w-]+)(=?)/
		    ? (defined $1 ? "-$1" . ($3 ? '+' : '') : (), "$2$3") : () }
		    split /\n/, $help;
		is("$r->{status}$r->{err}@{[sort keys %specs]}",
		    "0@{[sort keys %options]}", "$name: zsh knows all options");
		like(slurp($file), qr/\A#compdef \Q$name\E\n/,
		    "$name: and whose they are");
		spew("$dir/zsh/_$name", slurp($file));
	}
	spew("$dir/talk", <<'END');
zmodload zsh/zpty || exit 3
zpty shell zsh -f -i
say() { zpty -w -n shell "$1" }
say $'PS1=; unsetopt beep; LISTMAX=9999; fpath=('$1$' $fpath); autoload -U compinit && compinit -D -u; print rea""dy\n'
zpty -r shell all '*ready*' || exit 4
say $'dedupe --keep=lon\t --pres\twi\t -o /none; print do""ne\n'
zpty -r shell all '*done*'
print -r -- "$all"
END
	my $r = run(['timeout', '20', 'zsh', '-f', "$dir/talk", "$dir/zsh"]);
	skip 'no zsh/zpty', 1 if $r->{status} == 3;
	my $said = $r->{out} =~ s/\e\[[\d;?]*[a-zA-Z]|[\r\a]|.\x08//gr;
	like($said, qr/--keep=longest\b.{1,9}--preset=.{0,5}wide\b/s, 'zsh completes');
}

# What fish offers; without it, each option has its line.
for my $name (@tools) {
	my ($file, $help) = completion('fish', $name);
	my @long = map { /^ .*? --([\w-]+)/ ? $1 : () } split /\n/, $help;
	is(join(' ', slurp($file) =~ /^complete -c \Q$name\E .*?-l ([\w-]+)/mg),
	    "@long", "$name: fish knows all options");
}
SKIP: {
	skip 'no fish', 1 if !$there{fish};
	for (['dedupe --keep=lon', "--keep=longest\n"],
	    ['dedupe --pres', "--preset\n"], ['dedupe --mar', "--mark\n"]) {
		my ($typed, $want) = @$_;
		my $r = run(['fish', '--no-config', '-c', 'source $argv[1];
		    complete -C $argv[2]', "$dir/dedupe.fish", $typed],
		    env => { HOME => $dir });
		is($r->{status} . $r->{err} . $r->{out} =~ s/\t.*//gmr, "0$want",
		    "fish completes $typed");
	}
}

done_testing;
