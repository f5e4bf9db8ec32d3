# Records of WARC files, and what a server answered.
package Crawl;
use strict;
use warnings;
use Exporter 'import';

our @EXPORT = qw(answer chunked record);

# A record of that type, of an address or ''; length, end (of lines), behind and
# head (more header lines) as the caller wants them.
sub record {
	my ($type, $uri, $content, %o) = @_;
	my $length = $o{length} // length $content;
	my @lines = ("WARC/1.0", "WARC-Type: $type",
	    ($uri ne '' ? "WARC-Target-URI: $uri" : ()),
	    "WARC-Date: 2026-11-21T00:00:00Z",
	    'Content-Type: ' . ($o{type} // 'text/plain'),
	    @{$o{head} // []}, "Content-Length: $length", '');

	return join($o{end} // "\r\n", @lines, '') . $content .
	    ($o{behind} // "\r\n\r\n");
}

# A record of a response: its body, header lines and status.
sub answer {
	my ($uri, $body, %o) = @_;
	my @head = ('HTTP/1.1 ' . ($o{status} // 200) . ' Text',
	    @{$o{http} // ['Content-Type: text/html; charset=utf-8']}, '');

	return record('response', $uri, join($o{end} // "\r\n", @head, '') .
	    $body, type => 'application/http; msgtype=response', %o);
}

# The body in chunks of n bytes.
sub chunked {
	my ($body, $n) = @_;

	return join('', map { sprintf "%x;x=y\r\n%s\r\n", length $_, $_ }
	    $body =~ /(.{1,$n})/gs) . "0\r\n\r\n";
}

1;
