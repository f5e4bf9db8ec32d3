#!/usr/bin/perl
# Completions for bash, zsh and fish, out of what `TOOL --help` prints, which is made
# from the tool's table of options (base/opt.c).
#
#	TOOL --help | completion.pl bash|zsh|fish TOOL
#
# What an option's argument is called says how it is completed: words parted by
# "|" are all there is, FILE and DIR are what they say; others are the user's.
use strict;
use warnings;

my ($shell, $tool) = @ARGV;
die "usage: TOOL --help | completion.pl bash|zsh|fish TOOL\n"
    if @ARGV != 2 || $shell !~ /^(?:bash|zsh|fish)$/ || $tool !~ /^[\w-]+$/;

my @options;
while (<STDIN>) {
	push @options, { short => $1, long => $2, arg => $3, help => $4 }
	    if /^  (?:-(\w), |    )--([\w-]+)(?:=(\S+))? +(.*)$/;
}
die "$tool: --help lists no options\n" if !@options;

sub names {
	my ($o) = @_;

	return ("--$o->{long}", defined $o->{short} ? "-$o->{short}" : ());
}

# The words that the argument may be, parted by blanks; '' where it is free.
sub words {
	my ($o) = @_;

	return '' if ($o->{arg} // '') !~ /^[a-z0-9_-]+(?:\|[a-z0-9_-]+)+$/;
	return $o->{arg} =~ tr/|/ /r;
}

# Options with arguments, by how these are completed: [names, command].
sub bash_cases {
	my (@cases, %same);

	for my $o (grep { defined $_->{arg} } @options) {
		my $words = words($o);
		my $do = $words ? "COMPREPLY=(\$(compgen -W '$words' -- \"\$cur\"))"
		    : $o->{arg} eq 'FILE' ? ':'
		    : $o->{arg} eq 'DIR' ? 'compopt -o dirnames +o default'
		    : 'compopt +o default';
		push @cases, [[], $do] if !exists $same{$do};
		$same{$do} //= $cases[-1];
		push @{$same{$do}[0]}, names($o);
	}
	return map { "\t" . join('|', @{$_->[0]}) . ")\n\t\t$_->[1]\n"
	    . "\t\treturn\n\t\t;;\n" } @cases;
}

# Readline's own completion of file names stands where COMPREPLY is empty.  It
# takes "=" for a word of its own.
sub bash {
	my $function = '_khabar_' . $tool =~ tr/-/_/r;
	my $all = join ' ', map { (defined $_->{short} ? "-$_->{short}" : (),
	    "--$_->{long}" . (defined $_->{arg} ? '=' : '')) } @options;

	print "# bash completion for $tool; made from its --help.\n",
	    "$function()\n{\n\tlocal cur=\$2 option=\$3\n\n\tCOMPREPLY=()\n",
	    "\tif [[ \$cur == = ]]; then\n\t\tcur=\n",
	    "\telif [[ \$option == = ]]; then\n",
	    "\t\toption=\${COMP_WORDS[COMP_CWORD - 2]}\n\tfi\n",
	    "\tcase \$option in\n", bash_cases(), "\tesac\n",
	    "\t[[ \$cur == -* ]] || return\n",
	    "\tCOMPREPLY=(\$(compgen -W '$all' -- \"\$cur\"))\n",
	    "\t[[ \${#COMPREPLY[@]} != 1 || \${COMPREPLY[0]} != *= ]] ||\n",
	    "\t\tcompopt -o nospace\n}\n",
	    "complete -o default -F $function $tool\n";
}

sub zsh_argument {
	my ($o) = @_;
	my $words = words($o);

	return '' if !defined $o->{arg};
	return ':' . ($words ? "$o->{long}:($words)"
	    : $o->{arg} eq 'FILE' ? 'file:_files'
	    : $o->{arg} eq 'DIR' ? 'folder:_files -/'
	    : lc($o->{arg}) =~ tr/a-z/ /cr . ': ');
}

# _arguments(1zsh): '(exclusive)'{-o+,--output=}'[help]:what:how'
sub zsh {
	print "#compdef $tool\n# zsh completion for $tool; made from its --help.\n",
	    "_arguments -s -S \\\n";
	for my $o (@options) {
		my $help = $o->{help} =~ s/([\[\]:'\\])/$1 eq "'" ? "'\\''" :
		    "\\$1"/ger;
		my $rest = "[$help]" . zsh_argument($o) . "'";
		my $once = $help =~ /\brepeatable\b/ ? '*'
		    : '(' . join(' ', reverse names($o)) . ')';
		my $long = "--$o->{long}" . (defined $o->{arg} ? '=' : '');
		my $short = defined $o->{short}
		    ? "-$o->{short}" . (defined $o->{arg} ? '+' : '') . ',' : '';
		print "\t'$once'", $short ? "{$short$long}" : $long,
		    "'$rest \\\n";
	}
	print "\t'*:file:_files'\n";
}

# complete(1): -r an argument follows, -x one that is no file.
sub fish {
	print "# fish completion for $tool; made from its --help.\n";
	for my $o (@options) {
		my $help = $o->{help} =~ s/(['\\])/\\$1/gr;
		my $words = words($o);
		print "complete -c $tool", defined $o->{short}
		    ? " -s $o->{short}" : '', " -l $o->{long}",
		    !defined $o->{arg} ? '' : $words ? " -x -a '$words'"
		    : $o->{arg} eq 'FILE' ? ' -r'
		    : $o->{arg} eq 'DIR'
		    ? ' -x -a "(__fish_complete_directories)"' : ' -x',
		    " -d '$help'\n";
	}
}

my %print = (bash => \&bash, zsh => \&zsh, fish => \&fish);
$print{$shell}->();
