#!/usr/bin/perl
# Each kind of fault once more, with tools and bytes that the other files have
# not: damaged logs and data, descriptors that are closed or too few, disks
# that are full, files of other kinds, character sets, crawls, dates that come
# twice, markup.  Written from the manuals alone.
# Slow: many runs.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib", $FindBin::Bin;
use Encode qw(decode encode);
use Faults;
use Khabar;
use Test::More;

my @filters = qw(split-articles extract-meta dedupe tag-entities);
my $html = '<!doctype html><html><head><title>t</title></head><body><p>' .
    (page() x 2) =~ s/\n/<\/p><p>/gr . '</p></body></html>';

# --- a state ----------------------------------------------------------------
# With its log damaged at some places, a state says so; or it has forgotten
# nothing.
sub damaged_log {
	my ($damage) = @_;

	spew('in', records(12));
	sh('dedupe --state S in >out && cp S/log was');
	my $was = slurp('was');
	for my $i (1 .. 40) {
		my $at = $i * 7919 % length $was;
		my $log = $damage->($was, $at);

		next if $log eq $was;
		spew('S/log', $log);
		my $r = sh('dedupe --state S in');
		my $why = unsound($r);
		return "at $at: $why" if $why ne '';
		return "at $at: believed, status $r->{status}"
		    if $r->{out} ne '';
		$r = sh('dedupe --state S --check');
		return "at $at: --check " . died($r) if died($r) ne '';
		return "at $at: --check finds it whole" if $r->{status} == 0;
	}
}

claim('a log whose bytes change places', sub {
	return damaged_log(sub {
		my ($log, $at) = @_;
		substr($log, $at, 64, scalar reverse substr $log, $at, 64);
		return $log;
	});
});
claim('a log that ends too soon', sub {
	return damaged_log(sub { return substr $_[0], 0, $_[1]; });
});
claim('a log with a hole of zeros', sub {
	return damaged_log(sub {
		my ($log, $at) = @_;
		my $n = length(substr $log, $at, 128);
		substr($log, $at, $n, "\0" x $n);
		return $log;
	});
});
claim('a state that --compact left is the same state', sub {
	spew('in', records(30));
	spew('new', records(30, first => 30));
	my $r = sh('dedupe --state S in >out && dedupe --state S --compact &&
	    dedupe --state S new >>out && dedupe --state S --compact &&
	    dedupe --state S new in && dedupe --state S --check >&2');
	return unsound($r) || ($r->{status} == 0 && $r->{out} eq '' ? '' :
	    "status $r->{status}: $r->{err}") || lost(slurp('out'), 60);
});

# --- files that are made ----------------------------------------------------
# What each tool reads for these.
sub for_tool {
	my ($tool) = @_;

	spew('in', $tool eq 'read-pages' ? $html : $tool eq 'khabar' ?
	    page() . (split /^/, page())[2] x 3 : records(40));
}
for my $tool ('read-pages', 'khabar', 'khabar-report',
    'extract-meta -j2') {
	claim("a full disk: $tool", sub {
		for_tool($tool);
		my $r = sh("$tool in");
		return cannot("$tool says little") if length $r->{out} < 1025;
		$r = sh("$tool in >/dev/full");
		return ">/dev/full: status $r->{status}" if !refused($r);
		spew('out', 'was');
		$r = sh("trap '' XFSZ; ulimit -f 2; $tool -o out in");
		return "-o: status $r->{status}" if !refused($r);
		return slurp('out') eq 'was' ? '' : '-o: the file is changed';
	});
	claim("rights of new files and old ones: $tool", sub {
		for_tool($tool);
		spew('old', 'was');
		chmod 0604, 'old';
		my $r = sh("umask 027; $tool -o new in; $tool -o old in");
		my ($new, $old) = map { (stat)[2] & 07777 } 'new', 'old';
		return unsound($r) || ($new == 0640 && $old == 0604 ? '' :
		    sprintf 'new %o, old %o', $new, $old);
	});
}
claim('a full disk: --dups and --pairs leave what was there', sub {
	spew('in', records(300) x 2);
	spew($_, 'was') for 'd', 'p';
	my $r = sh("trap '' XFSZ; ulimit -f 8
	    dedupe --dups d --pairs p in >/dev/null");
	return "status $r->{status}" if !refused($r);
	return slurp('d') eq 'was' && slurp('p') eq 'was' ? '' :
	    'one is changed';
});

# --- descriptors ------------------------------------------------------------
for my $closed ('2>&-', '<&- 2>&-', '0>&- 2>&-') {
	claim("no messages in files: $closed", sub {
		spew('in', "no record\n" . records(3) . "no record\n" .
		    records(3));
		my $r = sh("dedupe --state S -o out --dups d --pairs p in \\
		    $closed");
		return died($r) if died($r) ne '';
		return "status $r->{status}" if $r->{status} > 2;
		return '' if $r->{status} == 2 && !-e 'out';
		return slurp('out') eq records(3) &&
		    slurp('d') !~ /^(?!\{)/m && slurp('p') =~ /\A(?:r\d\t.*\n)*\z/
		    ? '' : 'a file is spoilt';
	});
}
for my $tool ('khabar', 'read-pages', 'split-articles') {
	claim("all three closed: $tool", sub {
		for_tool($tool);
		my $r = sh("$tool -o out in <&- >&- 2>&-");
		return died($r) if died($r) ne '';
		return $r->{status} == 0 && !-s 'out' ? 'nothing is made' :
		    $r->{status} == 0 && slurp('out') !~ /\A(?:\{.*\}\n)+\z/
		    ? 'it is spoilt' : '';
	});
}
claim('few descriptors, four files at work', sub {
	spew('in', records(20) . records(10));
	for my $n (3 .. 16) {
		sh('rm -rf S; echo was | tee out d >p');
		my $r = sh("ulimit -n $n; dedupe --state S -o out --dups d " .
		    '--pairs p in 2>e');
		return "$n: " . died($r) if died($r) ne '';
		my $whole = slurp('out') eq records(20) &&
		    (slurp('d') =~ tr/\n//) == 10;
		return "$n: status 0, and it is not all there"
		    if $r->{status} == 0 && !$whole;
		return "$n: status $r->{status}, and a file is changed"
		    if $r->{status} != 0 && slurp('out') ne "was\n";
		$r = sh('dedupe --state S in');
		return "$n: then " . unsound($r) if unsound($r) ne '';
		return "$n: the state knows what is not there"
		    if !$whole && lost($r->{out}, 20);
	}
});
claim('few descriptors, many files and threads', sub {
	spew("f$_", records(1, first => $_)) for 0 .. 99;
	for my $n (4, 6, 8, 10, 12, 20) {
		my $r = sh("printf '%s\\0' f? f?? >list; ulimit -n $n
		    extract-meta -j4 --files0-from=list");
		return "$n: " . unsound($r) if unsound($r) ne '';
		return "$n: " . lost($r->{out}, 100)
		    if $r->{status} == 0 && lost($r->{out}, 100);
	}
});

# --- data that is damaged ---------------------------------------------------
for my $case (['model.bin', '--model'], ['gazetteer.bin', '--gazetteer']) {
	my ($file, $option) = @$case;

	claim("$file: bits that flip, and ends that are missing", sub {
		my $from = bin() . "/$file";
		return cannot("no $file") if !-e $from;
		my $was = slurp($from);
		spew('in', records(3) .
		    qq({"id":"r3","text":"زار محمد مرسي دمشق أمس"}\n));
		for my $i (1 .. 24) {
			my $at = $i * 104729 * 31 % length $was;
			my $bytes = $was;
			if ($i % 3 == 0) {
				$bytes = substr $was, 0, $at;
			} else {
				substr($bytes, $i % 3 == 1 ? $at % 400 : $at,
				    1) ^= "\x80";
			}
			spew('f', $bytes);
			my $r = sh("tag-entities $option=f in");
			return "$i, at $at: " . unsound($r)
			    if unsound($r) ne '';
			return "$i, at $at: records lost" if
			    $r->{status} == 0 && lost($r->{out}, 4);
		}
	});
	claim("$file: what is none", sub {
		spew('in', records(1));
		for my $bytes ('', "\0" x 9999, "\xff" x 9999, $html,
		    records(20), page()) {
			spew('f', $bytes);
			my $r = sh("tag-entities $option=f in");
			return died($r) if died($r) ne '';
			return length($bytes) . ' bytes: status 0'
			    if $file eq 'model.bin' && $r->{status} == 0;
		}
	});
}

# --- files of other kinds ---------------------------------------------------
# Refused; or what comes out is the page, without any of this.
sub not_garbage {
	my ($name, $garbage, @tools) = @_;

	for my $tool (@tools ? @tools : 'split-articles') {
		for my $how ("$tool in", "cat in | $tool") {
			my $r = sh($how);
			return "$how: " . died($r) if died($r) ne '';
			next if refused($r) && $r->{out} eq '';
			return "$how: status $r->{status} without a word"
			    if unsound($r) ne '';
			return "$how: it comes out, status $r->{status}"
			    if $r->{out} =~ $garbage;
			return "$how: the text is not there, status 0"
			    if $r->{status} == 0 && $r->{err} eq '' &&
			    $r->{out} !~ /وزراء المياه العرب/;
		}
	}
}
sub utf16 {
	return encode('UTF-16LE', decode('UTF-8', $_[0]));
}
my $tag = qr/<(?:html|title|item|entry|!--|\?xml)|\\u0000|\x00/i;
my %other = (
	'HTML behind a comment' => "<!-- saved -->\n$html",
	'HTML in capitals, behind a byte order mark' =>
	    "\xef\xbb\xbf" . $html =~ s/(<[^>]*>)/\U$1/gr,
	'XHTML' => '<?xml version="1.0"?>' . "\n$html",
	'HTML in UTF-16 with a byte order mark' => utf16("\xef\xbb\xbf$html"),
	'HTML in UTF-16 without one' => utf16($html),
	'Atom' => '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>x' .
	    '</title><content>' . page() . '</content></entry></feed>',
	'RSS 1.0' => '<?xml version="1.0"?><rdf:RDF><item><description>' .
	    page() . '</description></item></rdf:RDF>',
	'a site map' => '<?xml version="1.0"?><urlset><url><loc>x</loc>' .
	    '</url></urlset>',
);
for my $name (sort keys %other) {
	claim("$name is no text", sub {
		spew('in', $other{$name});
		return not_garbage($name, $tag, @filters);
	});
}
my $quoted = page() =~ s/\n/\\n/gr;
my %json = (
	'an array of strings' => qq(["$quoted","$quoted"]\n),
	'an array, a record a line' => "[\n" . join(",\n",
	    map { qq({"id":"$_","text":"$quoted"}) } 1 .. 3) . "\n]\n",
	'an array within an object' =>
	    qq({"articles":\n[{"id":"1",\n"text":"$quoted"}]}\n),
	'indented' => qq({\n  "id": "1",\n  "text": "$quoted"\n}\n),
	'an array behind a byte order mark' =>
	    qq(\xef\xbb\xbf[{"id":"1","text":"$quoted"}]),
);
for my $name (sort keys %json) {
	claim("JSON, $name, is no text", sub {
		spew('in', $json{$name});
		return not_garbage($name, qr/"text":"[^"]*\\"|"text":"\[/,
		    @filters);
	});
}
for my $how ('tar -cf in page.txt', 'tar --format=v7 -cf in page.txt',
    'tar --format=pax -czf in page.txt', 'gzip -c page.txt | gzip -c >in',
    'ar rc in page.txt',
    'dd if=/dev/urandom of=in bs=5000 count=1') {
	claim("what $how makes is no text", sub {
		spew('page.txt', page() x 20);
		sh("($how) 2>/dev/null");
		return cannot("$how does not work here") if !-s 'in';
		return not_garbage($how,
		    qr/page\.txt|ustar|\\u0000|\x00|!<arch>/, @filters);
	});
}
for my $tail ("\0" x 4096, "\0" x 3) {
	claim(length($tail) . ' NULs behind a file', sub {
		spew('in', page() . $tail);
		my $r = sh('split-articles in | extract-meta');
		return died($r) || ($r->{out} =~ /وزراء المياه/ || $r->{err} ne '' ? '' :
		    'the page is lost, without a word');
	});
	claim(length($tail) . ' NULs behind records', sub {
		spew('in', records(3) . $tail);
		for my $tool (@filters) {
			my $r = sh("$tool in");
			my $why = died($r) || lost($r->{out}, 3) ||
			    ($r->{out} =~ /\x00/ ? 'NULs come out' : '');
			return "$tool: $why" if $why ne '';
		}
	});
}

# --- character sets ---------------------------------------------------------
# A page in a set, in front of which and behind which stand these bytes, is
# read, or refused with a word.
for my $set ('ISO-8859-6', 'UTF-16LE', 'UTF-16BE', 'UTF-32LE', 'UTF-32BE',
    'MacArabic') {
	my %around = ('' => ['', ''], ', with a byte too many' => ['', 'x'],
	    ', with a byte order mark' => ["\x{feff}", ''],
	    ', behind blanks' => [" \n\n", '']);

	delete $around{', with a byte order mark'} if $set !~ /^UTF/;
	for my $name (sort keys %around) {
		claim("a page in $set$name", sub {
			my ($front, $behind) = @{$around{$name}};
			spew('in', encode($set, $front .
			    decode('UTF-8', page())) . $behind);
			my $r = sh('split-articles in');
			my $why = died($r);
			return $why if $why ne '';
			return '' if $r->{err} ne '';
			return "status $r->{status} without a word"
			    if $r->{status} != 0;
			return $r->{out} =~ /وزراء المياه العرب/ &&
			    $r->{out} =~ /صحيفة الضفاف/ ? '' :
			    'garbled, status 0: ' . substr $r->{out}, -200;
		});
	}
}
# UTF-8 that was read as another set: all of the page, twice, or one line.
sub misread {
	my ($set, $utf8) = @_;

	return encode('UTF-8', join '', map {
		my $c = decode($set, my $byte = $_, Encode::FB_DEFAULT);
		$c eq "\x{fffd}" ? chr ord : $c;
	} split //, $utf8);
}
for my $set ('cp1252', 'iso-8859-1', 'cp1250', 'MacRoman', 'cp1256', 'cp1251') {
	my @line = split /^/, page();
	my %page = ('one line of it' => join('', @line[0, 1], misread($set, $line[2]),
	    @line[3 .. $#line]),
	    'its headline alone' => join('', misread($set, $line[0]),
	    @line[1 .. $#line]));
	$page{twice} = misread($set, misread($set, page()))
	    if $set !~ /125[01]/; # what their leads become, nobody tells

	for my $name (sort keys %page) {
		claim("a page that was read as $set, $name", sub {
			spew('in', $page{$name});
			my $r = sh('split-articles in | extract-meta');
			my $why = unsound($r);
			return $why if $why ne '';
			return '' if $r->{err} ne '' ||
			    $r->{out} =~ /"warnings":\[[^\]]*"mojibake"/;
			return $r->{out} =~ /وزراء المياه العرب/ &&
			    $r->{out} =~ /اتفق وزراء المياه في/ ? '' :
			    'garbled, without a warning';
		});
	}
}

# --- crawls -----------------------------------------------------------------
sub crawled {
	my ($type, $body, %o) = @_;

	return join("\r\n", $o{version} // 'WARC/1.0', "WARC-Type: $type",
	    'WARC-Target-URI: http://a.example/' . ($o{name} // 'x'),
	    'WARC-Date: 2025-05-12T00:00:00Z', 'WARC-Record-ID: <urn:x:' .
	    ($o{name} // 'x') . '>', 'Content-Type: ' .
	    ($o{content} // 'text/plain'),
	    'Content-Length: ' . ($o{length} // length $body), '',
	    '') . "$body\r\n\r\n";
}
sub answer {
	my ($body, @header) = @_;

	return join("\r\n", 'HTTP/1.1 200 OK', 'Content-Type: text/html',
	    @header, '', '') . $body;
}
my %answer = (content => 'application/http;msgtype=response');
my %crawl = (
	'cut within a page' => substr(crawled('conversion', page(),
	    name => 'a') . crawled('conversion', page(), name => 'b'), 0, -200),
	'a length that is too small' => crawled('conversion', page(),
	    length => 40) . crawled('conversion', page(), name => 'b'),
	'a length that swallows the next page' => crawled('conversion', page(),
	    length => 900) . crawled('conversion', page(), name => 'b') .
	    crawled('conversion', page(), name => 'c'),
	'two lengths' => crawled('conversion', page()) =~
	    s/^(Content-Length: )/${1}7\r\n$1/mr .
	    crawled('conversion', page(), name => 'b'),
	'no length' => crawled('conversion', page()) =~
	    s/^Content-Length: .*\n//mr .
	    crawled('conversion', page(), name => 'b'),
);
for my $name (sort keys %crawl) {
	claim("a crawl, $name", sub {
		spew('in', $crawl{$name});
		for my $tool ('split-articles', 'read-pages') {
			my $r = sh("$tool in");
			my $n = () = $r->{out} =~ /وزراء المياه العرب/g;
			my $all = () = $crawl{$name} =~ /^WARC\/1/mg;
			return "$tool: " . died($r) if died($r) ne '';
			return "$tool: $n of $all pages, without a word"
			    if $n != $all && ($r->{status} == 0 ||
			    $r->{err} eq '');
			return "$tool: headers are text"
			    if $r->{out} =~ /Content-Length:/;
		}
	});
}
my $chunked = sprintf "%x\r\n%s\r\n0\r\n\r\n", length $html, $html;
my %served = (
	'chunks that end too soon' => answer(substr($chunked, 0, -300),
	    'Transfer-Encoding: chunked'),
	'a chunk of negative length' => answer("-5\r\n$chunked",
	    'Transfer-Encoding: chunked'),
	'a chunk of 2^64 bytes' => answer("ffffffffffffffff\r\n$html",
	    'Transfer-Encoding: chunked'),
	'packed, they say' => answer($html, 'Content-Encoding: gzip, gzip'),
	'no end of the header' => "HTTP/1.1 200 OK\r\n" . 'X: y' x 9999,
	'a status that is none' => answer($html) =~ s/200/2x0/r,
);
for my $name (sort keys %served) {
	claim("an answer: $name", sub {
		spew('in', crawled('response', $served{$name}, %answer) .
		    crawled('response', answer($html), %answer, name => 'b'));
		my $r = sh('read-pages in | split-articles | extract-meta');
		return unsound($r) || ($r->{out} =~ /"urn:x:b/ ? '' :
		    'the page behind it is lost') || ($r->{out} =~
		    /Transfer-Encoding|HTTP\/1|"text":"[^"]*<p>/ ?
		    'headers or tags are text' : '');
	});
}
for my $front ("\xef\xbb\xbf\r\n", "\n" x 5, " \t\r\n") {
	claim('a crawl behind ' . unpack('H*', $front), sub {
		spew('in', $front . crawled('conversion', page()));
		return not_garbage('', qr/WARC-Type/, 'split-articles',
		    'read-pages', 'extract-meta', 'dedupe');
	});
}

# --- pages that are bad -----------------------------------------------------
# A page among others that is no text in any set: told, and alone in it.
for my $case (["\0", '-0'], ["---\n", q(--separator='^---$')], ["\f", '']) {
	my ($part, $option) = @$case;

	claim("bad pages between all others, parted by " .
	    unpack('H*', $part), sub {
		my $bad = join '', map { chr(0x80 + $_ % 0x30) x 3 . "\n" }
		    1 .. 50;
		spew('in', join $part, map { ($_ % 2 ? page() : $bad) } 0 .. 7);
		my $r = sh("cat in | split-articles $option");
		my $n = () = $r->{out} =~ /وزراء المياه العرب/g;
		return unsound($r) || ($n == 4 && $r->{status} == 1 ? '' :
		    "$n of 4 good pages, status $r->{status}");
	});
}

# --- dates ------------------------------------------------------------------
# Every date that is printed is somewhere in the record.
my @dates = (
	'تاريخ النشر: 3 آذار 2021', 'آخر تحديث: 5/4/2022 - 10:10',
	'date 2023-06-07', '١٤ شعبان ١٤٤٥', 'الخميس 9 نوفمبر 2017',
	'دمشق - سانا 8-1-2019',
);
for my $i (0 .. $#dates) {
	my @three = map { $dates[($i + $_) % @dates] } 0 .. 2;

	claim("no date is lost: @three", sub {
		my ($head, undef, @body) = split /^/, page();
		my $bare = join '', map { "$_\n" } @three;

		for my $page ($head . $bare . join('', @body),
		    $head . $body[0] . $bare . join('', @body[1 .. $#body]),
		    join('', $head, @body) . $bare, $bare . $head .
		    join('', @body)) {
			spew('in', $page);
			my $r = sh('split-articles in | extract-meta');
			return unsound($r) if unsound($r) ne '';
			for (@three) {
				my ($figure) = /(\d\d\d\d|١٤٤٥)/;
				return "$figure is gone: $r->{out}"
				    if index($r->{out}, $figure) < 0;
			}
		}
	});
}

# --- what people look at ----------------------------------------------------
my @evil = ('</script><script>x()</script>', '<img src=x onerror=x()>',
    '\u003c/title\u003e\u003cscript\u003e', "' onmouseover='x()", '<!--',
    '\u2028x', ']]>', '&lt;script&gt;', '{{x}}', 'javascript:x()');
for my $field (qw(id doc title url sitename author tags credit language
    date)) {
	claim("markup of strangers in $field", sub {
		my %page;

		for my $case (['evil', @evil], ['good', ('x') x @evil]) {
			my ($name, @value) = @$case;
			my $list = $field =~ /author|tags/;
			spew($name, join '', map { my $v = $list ?
			    qq(["$_"]) : qq("$_");
			    qq({"$field":$v,"text":"زار محمد دمشق $_"}\n)
			} @value);
			my $r = sh("tag-entities $name >$name.t &&
			    tag-entities --format=html $name &&
			    khabar-report $name.t && khabar-report $name");
			return unsound($r) if unsound($r) ne '';
			$page{$name} = $r->{out};
		}
		my ($evil, $good) = map {
			my $n = () = $page{$_} =~ /<(?:script|\/script|img|!--)/gi;
			$n;
		} 'evil', 'good';
		return "$evil tags, not $good" if $evil != $good;
		return $page{evil} =~ /<img src=x|href=["']?javascript:/ ?
		    'markup' : $page{evil} =~ /<[^>]*' onmouseover='/ ?
		    'an attribute' : '';
	});
}

# --- no sandbox -------------------------------------------------------------
for my $tool (@filters, 'read-pages', 'khabar-report', 'learn-furniture',
    'train-entities --words -o /dev/null -t') {
	claim("--sandbox=require where there is none: $tool", sub {
		return cannot('a build without it') if sanitized();
		spew('in', $tool =~ /read/ ? $html : records(2));
		my $r = sh("$tool in --sandbox=require >was");
		return cannot('no sandbox here') if $r->{err} =~ /sandbox/;
		spew('no.c', "#include <errno.h>\nint prctl(int o, ...);\n" .
		    "int prctl(int o, ...) { errno = 22; return -1; }\n");
		return cannot('no compiler') if sh('cc -shared -fPIC -o no.so \
		    no.c')->{status} != 0;
		my $no = 'LD_PRELOAD=$PWD/no.so';
		$r = sh("$no $tool in --sandbox=require");
		return "status $r->{status}, or it writes"
		    if !refused($r) || $r->{status} != 2 || $r->{out} ne '';
		my $verbose = $tool =~ s/ |\z/ -v /r;
		$r = sh("$no $verbose in >now; cmp was now");
		return $r->{status} == 0 && $r->{err} =~ /none/ ? '' :
		    "-v does not tell: $r->{err}";
	});
}
done_testing;
