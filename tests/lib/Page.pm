# What tests of HTML pages share: is it well formed, what does it hold, and
# does a browser show it without complaint.
package Page;
use strict;
use warnings;
use Compress::Zlib;
use Encode qw(decode encode_utf8);
use Exporter 'import';
use JSON::PP;
use Khabar;
use MIME::Base64;

our @EXPORT = qw(page_errors page_data page_blocks browser browse);

my %void = map { $_ => 1 } qw(meta link br hr img input wbr);
my %raw = map { $_ => 1 } qw(script style title);

# What is wrong with a page, a line each; the rules that its templates keep:
# every element is closed, in order, attributes are quoted, ids are there
# once, scripts and styles hold no end tag, and nothing is fetched.
sub page_errors {
	my ($page) = @_;
	my (@open, %ids, @wrong);

	push @wrong, 'no doctype' unless $page =~ /\A<!DOCTYPE html>\n/g;
	push @wrong, 'not UTF-8' unless utf8::decode(my $copy = $page);
	push @wrong, 'a control character'
	    if $page =~ /[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\r/;
	while ($page =~ /\G(?:[^<]+|<!--.*?-->|<(\/?)([a-z][a-z0-9]*)((?:\s+
	    [a-z-]+(?:="[^"]*")?)*)\s*>)/gcxs) {
		my ($end, $name, $attributes) = ($1, $2, $3);

		next unless defined $name;
		if ($end) {
			my $last = pop(@open) // 'nothing';
			push @wrong, "</$name> ends $last" if $name ne $last;
			next;
		}
		while ($attributes =~ /([a-z-]+)="([^"]*)"/g) {
			my ($key, $value) = ($1, $2);

			push @wrong, "id $value twice"
			    if $key eq 'id' && $ids{$value}++;
			push @wrong, "$name fetches $value"
			    if $key =~ /^(?:src|href|action)$/ &&
			    $value !~ /^#/;
		}
		next if $void{$name};
		push @open, $name;
		push @wrong, "$name does not end"
		    if $raw{$name} && $page !~ /\G.*?(?=<\/$name>)/gcs;
	}
	push @wrong, 'not HTML: ' . substr($page, pos($page) // 0, 60)
	    if (pos($page) // 0) < length $page;
	push @wrong, "$_ is open" for @open;
	return join '', map { "$_\n" } @wrong;
}

# The lines of JSON in the script that is called id, decoded.
sub page_data {
	my ($page, $id) = @_;
	my $json = JSON::PP->new->utf8;

	return unless $page =~
	    m{<script type="application/json" id="\Q$id\E">(.*?)</script>}s;
	return map { $json->decode($_) } grep { /\S/ } split /\n/, $1;
}

# What the packed scripts of the class hold, a string in UTF-8 a script.
sub page_blocks {
	my ($page, $class) = @_;

	return map { encode_utf8(decode('cp1256',
	    uncompress(decode_base64($_)))) } $page =~
	    m{<script type="text/plain" class="\Q$class\E"[^>]*>(.*?)</script>}g;
}

# The browser to look with, or nothing.
sub browser {
	for my $name (qw(chromium chromium-browser)) {
		return $name unless system "command -v $name >/dev/null 2>&1";
	}
	return;
}

# Open the file at #hash: {dom => the page as its script left it, console =>
# what it said there, shot => the picture's bytes}.
sub browse {
	my ($file, $hash, @options) = @_;
	my $dir = scratch() . '/browser' . ++$Page::runs;
	my @command = (browser(), qw(--headless --no-sandbox --disable-gpu
	    --disable-quic --no-first-run --disable-background-networking
	    --disable-component-update --disable-sync --hide-scrollbars
	    --virtual-time-budget=10000 --enable-logging=stderr),
	    "--user-data-dir=$dir", @options);
	my %env = (env => { HOME => $dir, LD_PRELOAD => undef });
	my $url = "file://$file" . ($hash ? "#$hash" : '');
	my $dom = run(['timeout', 120, @command, '--dump-dom', $url], %env);
	my $shot = run(['timeout', 120, @command, "--screenshot=$dir.png",
	    $url], %env);

	return { dom => $dom->{out}, console => join('', grep { /CONSOLE/ }
	    map { "$_\n" } split /\n/, "$dom->{err}\n$shot->{err}"),
	    shot => -e "$dir.png" ? slurp("$dir.png") : '' };
}

1;
