# khabar: GNU make.  `make help` lists what there is to make.

VERSION = 0.2.0
PREFIX = /usr/local
DESTDIR =
CC = gcc
# The user's flags; ours are below and stay.
CFLAGS = -O3 -g
CPPFLAGS =
LDFLAGS =

# One short line a file; V=1 shows the commands.
V =
Q = $(if $(V),,@)
say = $(if $(V)$(QUIET),,@printf '  %-8s%s\n' $(1) $(or $(2),$@))
# Who asks for the demo wants to see that.
QUIET = $(filter demo,$(MAKECMDGOALS))

O = build/rel
PROGRAMS = read-pages split-articles extract-meta dedupe tag-entities \
	train-entities khabar-report learn-furniture khabar

# What the build needs, what the tests need.  Debian 12's names.
DEPS_BUILD = gcc libc6-dev make pkg-config perl libpcre2-dev libbsd-dev \
	libxxhash-dev libxml2-dev zlib1g-dev libzstd-dev \
	liblzma-dev libbz2-dev libgeonames-common \
	unicode-cldr-core iso-codes
DEPS_TEST = jq mandoc
# What only developers need: make lint, make fuzz, make check-valgrind.
DEPS_LINT = clang-format clang-tidy cppcheck shellcheck mandoc
DEPS_FUZZ = clang libclang-rt-14-dev
DEPS_VALGRIND = valgrind
# To look at the pages of tag-entities and khabar-report as a browser shows them.
DEPS_VIEW = chromium nodejs fonts-noto-core
# What khabar-cookbook(7) hands records to; its tests skip what is missing.
DEPS_COOKBOOK = jq miller python3-pandas python3-venv sqlite3 poppler-utils \
	fonts-dejavu-core
# What the tests of tests/engines run, which skip what is missing.
DEPS_ENGINES = parallel openssh-client openssh-server slurm-wlm munge iproute2 \
	default-jre-headless python3-venv
# What make bench-peers measures beside khabar; pip and cargo bring the rest.
DEPS_PEERS = jq gojq miller python3-venv cargo g++ libsimdjson-dev
# make deb; zsh and fish are for their completions' test.
DEPS_DEB = build-essential debhelper dpkg-dev fakeroot lintian zsh fish

# pkg-config is asked when the first recipe needs it, not when make starts:
# `make deps demo` runs on a machine that has no pkg-config yet.
PACKAGES = libpcre2-8 libbsd-overlay libxxhash libxml-2.0 zlib \
	libzstd liblzma
PACKAGE_CFLAGS = $(eval PACKAGE_CFLAGS := \
	$$(shell pkg-config --cflags $(PACKAGES)))$(PACKAGE_CFLAGS)
PACKAGE_LIBS = $(eval PACKAGE_LIBS := \
	$$(shell pkg-config --libs $(PACKAGES)))$(PACKAGE_LIBS)
# No path of the build gets into what is built.
KHABAR_CFLAGS = -std=c11 -ffile-prefix-map='$(CURDIR)'=. -D_GNU_SOURCE -Icommon -I$(O) -pthread \
	-DKHABAR_VERSION='"$(VERSION)"' -DPKGDATADIR='"$(PREFIX)/share/khabar"' \
	-Wall -Wextra -Wshadow -Wstrict-prototypes -Wpointer-arith \
	-Wwrite-strings -Wvla $(PACKAGE_CFLAGS)
# A program is linked with what it calls, and no other waits for libxml2's ICU
# when it starts.
LIBS = -Wl,--as-needed $(PACKAGE_LIBS) -lbz2 -lm

# What distributions build with, as far as the compiler knows it (asked when
# the first recipe needs it).  Not with sanitizers, which do more; HARDEN= is
# without.  _FORTIFY_SOURCE needs -O.
HARDEN = $(if $(findstring sanitize,$(CFLAGS)),,$(HARDEN_KNOWN))
HARDEN_FLAGS = -fstack-protector-strong -fstack-clash-protection \
	-fcf-protection -mbranch-protection=standard -fPIE
HARDEN_KNOWN = $(eval HARDEN_KNOWN := $(HARDEN_FORTIFY) \
	$$(shell for f in $(HARDEN_FLAGS); do \
	    $(CC) -Werror $$$$f -x c -c -o /dev/null /dev/null 2>/dev/null && \
	    echo $$$$f; done))$(HARDEN_KNOWN)
HARDEN_FORTIFY = $(if $(filter -O1 -O2 -O3 -Os,$(CFLAGS)),\
	-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
LINK = $(CC) $(HARDEN) $(CFLAGS) \
	$(if $(findstring -fPIE,$(HARDEN)),-pie -Wl$(,)-z$(,)relro$(,)-z$(,)now) \
	$(LDFLAGS) -pthread
, := ,

LIB_SOURCES = $(wildcard common/*/*.c)
LIB_OBJECTS = $(LIB_SOURCES:%.c=$(O)/%.o)
BINARIES = $(PROGRAMS:%=$(O)/%)

# What is large and read at run time: beside the programs, or in share/khabar.
DATA = $(O)/gazetteer.bin $(O)/model.bin

# Completions of shells, made from what --help prints.
COMPLETIONS = $(PROGRAMS:%=$(O)/completion/%.bash) \
	$(PROGRAMS:%=$(O)/completion/%.zsh) \
	$(PROGRAMS:%=$(O)/completion/%.fish)

# The schema of records as other programs want it: share/khabar/schema.
SCHEMAS = $(addprefix $(O)/schema/,record.schema.json arrow_schema.py \
	polars_schema.py features.json spark.ddl duckdb.sql elasticsearch.json)

all: $(BINARIES) $(DATA) $(COMPLETIONS) $(SCHEMAS)

help:
	@echo 'make             build the programs into $(O)'
	@echo 'make deps        install what building and testing need (apt-get)'
	@echo 'make demo        run the pipeline on a sample page'
	@echo 'make check       run the tests'
	@echo 'make quick       those that take no time'
	@echo 'make check-san   the same under ASan and UBSan'
	@echo 'make check-small the same with blocks of 4 bytes'
	@echo 'make check-san-small  both at once'
	@echo 'make check-engines, check-package  the slow ones: Slurm, Debian package'
	@echo 'make check-faults  each call of dedupe with a state fails once'
	@echo 'make lint        clang-format, shellcheck, mandoc; gcc -fanalyzer,'
	@echo '                 clang-tidy, cppcheck'
	@echo 'make format      let clang-format write the C files'
	@echo 'make hooks       lint and quick in front of each commit'
	@echo 'make compile_commands.json  for editors and clangd'
	@echo 'make fuzz        fuzz each target for FUZZ_SECONDS (60)'
	@echo 'make bench       CPU time of each task beside the baseline'
	@echo 'make bench-baseline renew the baseline'
	@echo 'make bench-peers beside programs that do the same (make deps-peers)'
	@echo 'make install     into $$(DESTDIR)$$(PREFIX); make uninstall'
	@echo 'make likeness    count what words are like anew (needs DATA_DIR)'
	@echo 'make model       train the shipped model anew (needs DATA_DIR)'
	@echo 'make weights     fit the weights of tables anew (needs DATA_DIR)'
	@echo 'make static      all tools as one program that needs no other file'
	@echo 'make wheel       the same for pip, with a module of Python'
	@echo 'make release     dist, deb, wheel, static, checksums and a tag'
	@echo 'make dist        the source as build/dist/khabar-VERSION.tar.gz'
	@echo 'make deb         a Debian package in build/deb (make deps-deb)'

$(BINARIES): $(O)/%: $(O)/cmd/%.o $(O)/libkhabar.a
	$(call say,LINK)
	$(Q)$(LINK) -o $@ $^ $(LIBS)

$(O)/completion/%.bash: $(O)/% common/base/completion.pl
	$(call say,GEN)
	@mkdir -p $(@D)
	$(Q)$< --help | perl common/base/completion.pl bash $* >$@

$(O)/completion/%.zsh: $(O)/% common/base/completion.pl
	$(call say,GEN)
	@mkdir -p $(@D)
	$(Q)$< --help | perl common/base/completion.pl zsh $* >$@

$(O)/completion/%.fish: $(O)/% common/base/completion.pl
	$(call say,GEN)
	@mkdir -p $(@D)
	$(Q)$< --help | perl common/base/completion.pl fish $* >$@

$(O)/schema/%: common/record/schema.pl common/record/field.h
	$(call say,GEN)
	@mkdir -p $(@D)
	$(Q)perl $^ $* >$@

$(O)/libkhabar.a: $(LIB_OBJECTS)
	$(call say,AR)
	@rm -f $@
	$(Q)$(AR) rc $@ $^

# Its flags are in the Makefile.
$(O)/%.o: %.c Makefile
	$(call say,CC)
	@mkdir -p $(@D)
	$(Q)$(CC) $(HARDEN) $(CPPFLAGS) $(CFLAGS) $(KHABAR_CFLAGS) -MMD -MP \
	    -c -o $@ $<

$(O)/common/text/fold.o: $(O)/fold_table.h
$(O)/fold_table.h: common/text/fold-table.pl common/tables/fold.tsv
	$(call say,GEN)
	@mkdir -p $(@D)
	$(Q)perl $^ >$@.tmp && mv $@.tmp $@

$(O)/common/text/charset.o: $(O)/charset_table.h
$(O)/charset_table.h: common/text/charset-table.pl common/tables/charsets.tsv
	$(call say,GEN)
	@mkdir -p $(@D)
	$(Q)perl $^ >$@.tmp && mv $@.tmp $@

$(O)/pages/%.html: common/pages/assemble.pl common/pages/%.html \
    $(wildcard common/pages/*.css common/pages/*.js) common/pages/head.html
	$(call say,GEN)
	@mkdir -p $(@D)
	$(Q)perl $< common/pages/$*.html >$@.tmp && mv $@.tmp $@

$(O)/common/tables/tables.o: KHABAR_CFLAGS += -DPAGES_DIR='"$(O)/pages/"'
$(O)/common/tables/tables.o: $(wildcard common/tables/*.tsv) \
    $(O)/pages/view.html $(O)/pages/report.html

# --- Data ------------------------------------------------------------------
# The gazetteer is made of Debian's lists and our own; the model is trained by
# `make model`, needs the corpora, and lies in the project.
LOCALE = /usr/share/locale/ar/LC_MESSAGES
CLDR = /usr/share/unicode/cldr/common
NAMES = $(addprefix common/tables/,persons.tsv orgs.tsv regions.tsv \
	nonames.tsv states.tsv)
CITIES = common/tables/cities.tsv
LIKENESS = common/tables/likeness.tsv

# What it makes is part of the library: it has one of its own.
$(O)/libbuild.a: $(filter-out $(O)/common/news/compiled.o,$(LIB_OBJECTS))
	$(call say,AR)
	@rm -f $@
	$(Q)$(AR) rcT $@ $^

$(O)/compile-gazetteer: $(O)/cmd/compile-gazetteer.o $(O)/libbuild.a
	$(call say,LINK)
	$(Q)$(LINK) -o $@ $^ $(LIBS)

GAZETTEER = $(O)/compile-gazetteer --cities $(CITIES) \
	--geonames $(LOCALE)/geonames.mo --iso3166 $(LOCALE)/iso_3166-1.mo \
	--iso3166-codes /usr/share/iso-codes/json/iso_3166-1.json \
	--cldr $(CLDR)/main/ar.xml --subdivisions $(CLDR)/subdivisions/ar.xml

# Where Debian's lists are not: that of `make dist`, which does not know what has
# been changed in our own since.
PREBUILT = prebuilt/gazetteer.bin
$(O)/gazetteer.bin: $(O)/compile-gazetteer $(NAMES) $(CITIES) $(LIKENESS)
	$(call say,GEN)
	$(Q)if test -e $(LOCALE)/geonames.mo || test ! -e $(PREBUILT); then \
	    $(GAZETTEER) --likeness $(LIKENESS) -o $@ $(NAMES); \
	else cp $(PREBUILT) $@; fi

$(O)/namesets.bin: $(O)/compile-gazetteer
	$(call say,GEN)
	$(Q)$< --sets -o $@

$(O)/common/news/compiled.o: KHABAR_CFLAGS += -DNAMESETS_BIN='"$(O)/namesets.bin"'
$(O)/common/news/compiled.o: $(O)/namesets.bin

# Counts anew what words of news are like (needs DATA_DIR; 6 minutes).
LIKENESS_TEXTS = $(patsubst %,$(O)/texts/%.jsonl,news-sample dups-dev \
	pages-dev news-ant)
likeness: $(O)/tests/fit/likeness $(O)/compile-gazetteer $(LIKENESS_TEXTS)
	$(GAZETTEER) -o $(O)/unlike.bin $(NAMES)
	$< -g $(O)/unlike.bin $(LIKENESS_TEXTS:%=-t %) >$(O)/likeness.tsv
	cp $(O)/likeness.tsv $(LIKENESS)

$(O)/model.bin: $(O)/compile-gazetteer common/tables/model.bin
	$(call say,GEN)
	$(Q)$< --model common/tables/model.bin -o $@

# Trains the model anew: the corpora and news texts lie in DATA_DIR.  The same
# bytes every time; see common/tables/MODEL.md.
DATA_DIR = ../shared/data
MODEL_TEXTS = $(O)/texts/news-ant.jsonl

$(DATA_DIR)/%.jsonl.xz:
	@echo '$@ is not there: set DATA_DIR' >&2; exit 1

$(O)/texts/%.jsonl: $(DATA_DIR)/%.jsonl.xz
	$(call say,XZ)
	@mkdir -p $(@D)
	$(Q)xz -dc $< >$@

$(O)/words.tsv: $(O)/train-entities $(MODEL_TEXTS)
	$(O)/train-entities --words -n $(DATA_DIR)/ner/person-name-tokens.tsv \
	    $(MODEL_TEXTS:%=-t %) -o $@

# Sentences marked by hand, all but every tenth of each file.
MARKS = $(patsubst %,$(O)/texts/ner/%.jsonl,news-marks news-marks-2)
$(O)/marks.conll: tests/fit/names.pl tests/fit/names.tsv $(MARKS) $(MODEL_TEXTS)
	$(call say,GEN)
	$(Q)perl $< --table tests/fit/names.tsv --news $(MODEL_TEXTS) \
	    $(MARKS) >$@.tmp && mv $@.tmp $@

MODEL_OPTIONS = --hold-out 0 --members 2 --rounds 8 --repeat 4 --prune 12
model: $(O)/train-entities $(O)/gazetteer.bin $(O)/words.tsv $(O)/marks.conll
	$(O)/train-entities $(MODEL_OPTIONS) -g $(O)/gazetteer.bin \
	    -l $(O)/words.tsv $(MODEL_TEXTS:%=-t %) -o common/tables/model.bin \
	    $(O)/marks.conll $(DATA_DIR)/ner/anercorp-train.conll \
	    $(DATA_DIR)/ner/aqmar.conll

# Fits the weights of tables anew: the same bytes every time, in
# $(O)/weights, from where they are taken by hand.  `make weights LEAVE=K` leaves
# fold K of FOLDS out, prints how it fares, and writes NAME.K.tsv.
# Lines first: boundaries are told by their labels.
# Pairs have ten folds.
WEIGHTS = lines boundary pairs
FOLDS = 5
FIT_OPTIONS = --folds=$(FOLDS) --table=common/tables/$*.tsv \
	$(LEAVE:%=--leave=%) -o $(O)/weights/$*$(LEAVE:%=.%).tsv
FIT_PAGES = $(O)/texts/marked.jsonl $(O)/texts/made.jsonl
FIT_PAIRS = $(O)/texts/dup-pairs.jsonl $(O)/texts/dup-pairs-2.jsonl \
	$(O)/texts/forms.jsonl

$(O)/texts/layouts.jsonl: tests/fit/layouts.pl $(O)/texts/news-sample.jsonl
	$(call say,GEN)
	$(Q)perl $^ >$@

# Pages that people marked, three copies of each with other news in it, and a
# quarter of those that were made.
MARKED = tests/fit/marked $(DATA_DIR)/layouts $(DATA_DIR)/layouts-2
$(O)/texts/marked.jsonl: tests/fit/labels.pl $(wildcard tests/fit/marked/*.page) \
		$(O)/texts/news-sample.jsonl
	$(call say,GEN)
	$(Q)perl $< --copies 3 --news $(O)/texts/news-sample.jsonl $(MARKED) >$@

# The same in the rough: learned of where a page's site is known.
$(O)/texts/rough.jsonl: tests/fit/labels.pl $(wildcard tests/fit/marked/*.page) \
		$(O)/texts/news-sample.jsonl
	$(call say,GEN)
	$(Q)perl $< --copies 6 --rough --news $(O)/texts/news-sample.jsonl \
	    $(MARKED) >$@

$(O)/texts/made.jsonl: tests/fit/labels.pl $(O)/texts/layouts.jsonl \
	    $(O)/texts/pages-dev.jsonl
	$(call say,GEN)
	$(Q)cat $(wordlist 2,3,$^) | awk 'NR % 4 == 1' >$@.some
	$(Q)perl $< $@.some >$@

$(O)/texts/forms.jsonl: tests/fit/forms.pl
	$(call say,GEN)
	@mkdir -p $(@D)
	$(Q)perl $< >$@

weights: $(WEIGHTS:%=weights-%)

# Of pages in HTML it is learned what their markup says of a line.
MARKED_HTML = $(wildcard tests/fit/marked-html/*.html)
$(O)/texts/html.jsonl: tests/fit/html.pl tests/fit/marked-html.pl \
	    tests/fit/labels.pl $(O)/read-pages $(MARKED_HTML)
	$(call say,GEN)
	$(Q)perl tests/fit/marked-html.pl $(O)/texts/html $(MARKED_HTML)
	$(Q)perl tests/fit/labels.pl $(O)/texts/html >$@.labels
	$(Q)$(O)/read-pages $(MARKED_HTML) >$@.records
	$(Q)perl $< $@.labels $@.records >$@

weights-lines: $(FIT_PAGES) $(O)/texts/html.jsonl $(O)/texts/rough.jsonl
weights-boundary: $(FIT_PAGES)
weights-pairs: FOLDS = 10
weights-pairs: $(FIT_PAIRS)
weights-%: $(O)/tests/fit/%
	@mkdir -p $(O)/weights
	$< $(FIT_OPTIONS) $(filter %.jsonl,$^)
	@test '$(LEAVE)' || cmp common/tables/$*.tsv $(O)/weights/$*.tsv || \
	    echo 'cp $(O)/weights/$*.tsv common/tables/ takes them'

# --- One program -------------------------------------------------------------
# All tools in one file that needs no other: libraries, gazetteer and model are
# inside, and it runs in an empty root.  `khabar dedupe ...`, or a link to it
# that is called dedupe, is that tool.  iconv(3) has no sets there, which only
# --encoding of those asks for that khabar has no table of.
# libxml2 is linked without ICU, see cmd/static/inside.c.
STATIC = build/static/khabar
STATIC_OBJECTS = $(PROGRAMS:%=$(O)/static/%.o) $(O)/static/inside.o
STATIC_LIBS = $(filter-out -licu% -lstdc++,\
	$(shell pkg-config --static --libs $(PACKAGES))) -lbz2 -lm
STATIC_NO_ICU = $(shell nm -u $$($(CC) -print-file-name=libxml2.a) 2>/dev/null | \
	sed -n 's/^ *U \(u[a-z]*_[^ ]*\|U[A-Z]*_[^ ]*\)$$/-Wl,--defsym=\1=khabar_no_icu/p' | \
	sort -u)

static: $(STATIC)

$(O)/static/%.o: cmd/%.c Makefile
	$(call say,CC)
	@mkdir -p $(@D)
	$(Q)$(CC) $(HARDEN) $(CPPFLAGS) $(CFLAGS) $(KHABAR_CFLAGS) -MMD -MP \
	    -Dmain=$(if $(filter khabar,$*),main,$(subst -,_,$*)_main) -c -o $@ $<

$(O)/static/inside.o: cmd/static/inside.c $(DATA) Makefile
	$(call say,CC)
	@mkdir -p $(@D)
	$(Q)$(CC) $(HARDEN) $(CPPFLAGS) $(CFLAGS) $(KHABAR_CFLAGS) \
	    -DBUILT='"$(O)"' -c -o $@ $<

$(STATIC): $(STATIC_OBJECTS) $(O)/libkhabar.a
	$(call say,LINK)
	@mkdir -p $(@D)
	$(Q)$(filter-out -pie,$(LINK)) -static-pie -s -Wl,--no-warnings -o $@ $^ $(STATIC_NO_ICU) $(STATIC_LIBS)

WHEELS = build/dist
# The same for pip, with a module of Python, for any Linux.
wheel: $(STATIC) $(SCHEMAS)
	python3 python/wheel.py $(VERSION) $(STATIC) $(O)/schema $(WHEELS) \
	    $(PROGRAMS)

# --- Tests -----------------------------------------------------------------
# TAP, run by prove: tests/**/*.t (shell and perl) and the C programs of
# tests/unit.  `make check TESTS=tests/all/reader.t` runs one,
# `make quick` all that take no time.
# tests/lib/tools are programs that tests use, tests/lib/preload are shims for
# LD_PRELOAD, tests/fuzz are fuzz targets (see tests/fuzz/replay.t).
UNIT_TESTS = $(patsubst %.c,$(O)/%,$(wildcard tests/unit/*.c))
UNIT_FIT = $(filter $(O)/tests/unit/fit_%,$(UNIT_TESTS))
FIT_PROGRAMS = $(patsubst %.c,$(O)/%,$(filter-out tests/fit/learn%,\
	$(wildcard tests/fit/*.c)))
TEST_TOOLS = $(patsubst %.c,$(O)/%,$(wildcard tests/lib/tools/*.c))
TEST_PRELOADS = $(patsubst %.c,$(O)/%.so,$(wildcard tests/lib/preload/*.c))
FUZZ_TARGETS = $(patsubst %.c,$(O)/%,$(wildcard tests/fuzz/*.c))
# What calls a fuzz target where libFuzzer does not.
FUZZ_MAIN = $(O)/tests/fuzz/main/replay.o
# Where targets end that end the program, and the calls that are led there.
FUZZ_ENDS = $(O)/tests/fuzz/main/ends.o
FUZZ_WRAP = $(patsubst %,-Wl$(,)--wrap=%,exit malloc calloc realloc \
	reallocarray aligned_alloc posix_memalign strdup free)
SCRIPT_TESTS = $(sort $(shell find tests -name '*.t' \
	! -path 'tests/house/meta/*' ! -path 'tests/engines/*' \
	! -path 'tests/package/*' ! -path 'tests/nth/*'))
# A test that takes more than some seconds says why in a line of its head,
# "# Slow: ...".  Those run first, so that none is waited for in the end.
SLOW_TESTS = $(shell grep -l '^\# Slow: ' $(SCRIPT_TESTS))
QUICK_TESTS = $(filter-out $(SLOW_TESTS),$(SCRIPT_TESTS)) $(UNIT_TESTS)
TESTS = $(SLOW_TESTS) $(QUICK_TESTS)
TEST_PROGRAMS = $(UNIT_TESTS) $(TEST_TOOLS) $(TEST_PRELOADS) $(FUZZ_TARGETS) \
	$(FIT_PROGRAMS)
# As many at a time as there are cores, up to 8.
JOBS = $(shell n=$$(nproc) && echo $$((n < 8 ? n : 8)))
PROVE = prove -j$(JOBS)
# clang's pointer-overflow takes NULL + 0 for wrong; C2y and all compilers
# allow it (N3322).
SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=all \
	$(if $(findstring clang,$(CC)),-fno-sanitize=pointer-overflow)

check: all test-programs
	@unset MAKEFLAGS MAKELEVEL MAKEOVERRIDES MFLAGS; \
	O='$(abspath $(O))' CC='$(CC)' CFLAGS='$(CFLAGS)' \
	ASAN_OPTIONS=abort_on_error=1:detect_leaks=1 \
	UBSAN_OPTIONS=print_stacktrace=1 $(PROVE) $(TESTS)

quick: all test-programs
	@$(MAKE) --no-print-directory check TESTS='$(QUICK_TESTS)'

# What needs programs that are installed by hand or make deps-engines,
# deps-deb: slow, and not for every machine.
check-engines: all test-programs
	$(MAKE) check TESTS='$(wildcard tests/engines/*.t)'

check-package: all test-programs
	$(MAKE) check TESTS='$(wildcard tests/package/*.t)'

# Every call that fails, one by one: minutes.
check-faults: all test-programs
	$(MAKE) check TESTS='$(wildcard tests/nth/*.t)'

test-programs: $(TEST_PROGRAMS)

$(O)/tests/%.o: KHABAR_CFLAGS += -Itests -Itests/lib

$(filter-out $(UNIT_FIT),$(UNIT_TESTS)) $(TEST_TOOLS): $(O)/%: $(O)/%.o $(O)/libkhabar.a
	$(call say,LINK)
	$(Q)$(LINK) -o $@ $^ $(LIBS)

# The learners of tests/fit; the same weights on every machine need sums that
# no compiler fuses.
FIT_LIB = $(patsubst %.c,$(O)/%.o,$(wildcard tests/fit/learn*.c))
$(O)/tests/fit/%.o: KHABAR_CFLAGS += -ffp-contract=off
$(UNIT_FIT) $(FIT_PROGRAMS): $(O)/%: $(O)/%.o $(FIT_LIB) $(O)/libkhabar.a
	$(call say,LINK)
	$(Q)$(LINK) -o $@ $^ $(LIBS)

$(FUZZ_TARGETS): $(O)/%: $(O)/%.o $(FUZZ_MAIN) $(FUZZ_ENDS) $(O)/libkhabar.a
	$(call say,LINK)
	$(Q)$(LINK) $(FUZZ_LINK) $(FUZZ_WRAP) -o $@ $^ $(LIBS)

# Plain, whatever the flags of the programs are: it goes in front of them.
$(O)/tests/lib/preload/%.so: tests/lib/preload/%.c tests/lib/inside.h
	$(call say,CC)
	@mkdir -p $(@D)
	$(Q)$(CC) -O2 -g -Wall -Wextra -fPIC -shared -o $@ $< -ldl

check-san:
	$(MAKE) O=build/san LDFLAGS='$(SANITIZE)' CFLAGS='-O1 -g \
	-fno-omit-frame-pointer $(SANITIZE)' check

# Blocks of 4 bytes, so that every record crosses many; and both.
SMALL_BLOCKS = -DIO_BLOCK=4 -DSTATE_BEHIND=4
check-small:
	$(MAKE) O=build/small CFLAGS='-O2 -g $(SMALL_BLOCKS)' check

check-san-small:
	$(MAKE) O=build/san-small LDFLAGS='$(SANITIZE)' CFLAGS='-O1 -g \
	-fno-omit-frame-pointer $(SMALL_BLOCKS) $(SANITIZE)' check

check-valgrind: all test-programs
	O='$(abspath $(O))' $(PROVE) --exec 'valgrind -q --error-exitcode=99 \
	--leak-check=full' $(UNIT_TESTS)

# Lines of common/ and cmd/ that the tests run.
check-cov:
	$(MAKE) O=build/cov CFLAGS='-O0 -g --coverage -DNO_SANDBOX' LDFLAGS=--coverage check
	@cd build/cov && find common cmd -name '*.gcda' | xargs gcov -n | \
	    sed -n "/^File 'c/{N;s/\n/ /p;}" | sort -u

# Each target for FUZZ_SECONDS; what it finds stays in build/fuzz/NAME.*.
FUZZ_SECONDS = 60
fuzz: CC = clang
fuzz:
	$(MAKE) O=build/fuzz CC=clang FUZZ_MAIN= \
	LDFLAGS='$(SANITIZE)' FUZZ_LINK=-fsanitize=fuzzer \
	CFLAGS='-O1 -g -fsanitize=fuzzer-no-link $(SANITIZE)' fuzz-run

fuzz-run: $(FUZZ_TARGETS)
	@for t in $(notdir $(FUZZ_TARGETS)); do \
		mkdir -p build/fuzz/corpus/$$t tests/fuzz/seeds/$$t && \
		ASAN_OPTIONS=quarantine_size_mb=16 \
		$(O)/tests/fuzz/$$t -max_total_time=$(FUZZ_SECONDS) \
		    -timeout=10 -artifact_prefix=build/fuzz/$$t. \
		    build/fuzz/corpus/$$t tests/fuzz/seeds/$$t || exit 1; \
	done

# clang-format's version matters: Debian 12's is 14.
C_FILES = $(shell find cmd common tests -name '*.[ch]')
SHELL_FILES = $(shell find tests .ci man/examples -type f | \
	xargs awk 'FNR == 1 && /^\#!.*sh$$/ { print FILENAME }')
lint: lint-style
	$(Q)$(MAKE) --no-print-directory -j$(JOBS) lint-deep

lint-style:
	$(call say,LINT,clang-format)
	$(Q)clang-format --dry-run -Werror $(C_FILES)
	$(call say,LINT,shellcheck)
	$(Q)shellcheck -x $(SHELL_FILES)
	$(call say,LINT,mandoc)
	$(Q)mandoc -T lint -W warning man/*.[1-8]

# What is wrong in the code itself: gcc's analyzer, clang-tidy (.clang-tidy says
# what is left out) and cppcheck, file by file; what did not change is not
# looked at again.  The analyzer's null-argument is left out: it does not know
# that a span with bytes has a place.  cppcheck takes `a = b = c` for a mistake,
# and memchr of a byte above ASCII.
LINT_SOURCES = $(wildcard common/*/*.c cmd/*.c)
LINT_FLAGS = $(filter-out -ffile-prefix-map=%,$(KHABAR_CFLAGS)) \
	-DNAMESETS_BIN='"Makefile"' -DPAGES_DIR='"common/pages/"'
lint-deep: $(LINT_SOURCES:%.c=build/lint/%.analyzer) \
	$(LINT_SOURCES:%.c=build/lint/%.tidy) build/lint/cppcheck

LINT_HEADERS = $(wildcard common/*/*.h) $(O)/fold_table.h $(O)/charset_table.h
build/lint/%.analyzer: %.c $(LINT_HEADERS)
	$(call say,ANALYZE,$<)
	@mkdir -p $(@D)
	$(Q)gcc $(LINT_FLAGS) -O1 -Werror -fanalyzer \
	    -Wno-analyzer-null-argument -c -o $@.o $<
	@mv $@.o $@

build/lint/%.tidy: %.c $(LINT_HEADERS) .clang-tidy
	$(call say,TIDY,$<)
	@mkdir -p $(@D)
	$(Q)clang-tidy --quiet $< -- $(LINT_FLAGS) 2>$@.err || \
	    { cat $@.err >&2; exit 1; }
	@mv $@.err $@

build/lint/cppcheck: $(LINT_SOURCES) $(LINT_HEADERS)
	$(call say,CPPCHECK)
	@mkdir -p $(@D)
	$(Q)cppcheck --quiet --std=c11 --inline-suppr --error-exitcode=1 \
	    -j$(JOBS) --enable=warning,performance,portability \
	    --suppress=missingIncludeSystem \
	    --suppress=duplicateAssignExpression --suppress=invalidFunctionArg \
	    -D_GNU_SOURCE -D__linux__ -D__x86_64__ -DKHABAR_VERSION='""' \
	    -DPKGDATADIR='""' -Icommon -I$(O) $(LINT_SOURCES)
	@touch $@

format:
	clang-format -i $(C_FILES)

# In front of each commit: the linters on what is staged, make quick.
hooks:
	install .ci/pre-commit "$$(git rev-parse --git-path hooks)/pre-commit"

# The commands are those of a build from the start, which is not run.
DRY = $(MAKE) --no-print-directory -Bn V=1
compile_commands.json:
	$(call say,GEN)
	$(Q)$(DRY) all test-programs | perl .ci/compile-commands >$@

# What each task costs beside tests/bench/baseline.tsv, and that anew.
bench: all test-programs
	@O='$(O)' bash tests/bench/bench.sh

bench-baseline: all test-programs
	@O='$(O)' bash tests/bench/bench.sh --renew

# The table of README.  Installs what it compares into build/peers.
bench-peers: all test-programs
	@O='$(O)' bash tests/bench/peers.sh

# --- What must be installed first; Debian ------------------------------------
# What apt-get says is in build/apt.log, and shown where it fails.
APT = apt() { command -v apt-get >/dev/null || { \
	    echo "there is no apt-get; install what these are here: $$*" >&2; \
	    exit 1; }; \
	printf '  %-8s%s\n' APT "$$*" | fold -s -w 78; \
	sudo=; test "$$(id -u)" = 0 || sudo=sudo; mkdir -p build; \
	{ $$sudo apt-get -q update && \
	    $$sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
	    --no-install-recommends install "$$@"; } >build/apt.log 2>&1 || \
	    { tail -n 20 build/apt.log >&2; exit 1; }; }; apt

deps:
	@$(APT) $(DEPS_BUILD) $(DEPS_TEST)

deps-lint:
	@$(APT) $(DEPS_LINT)

deps-fuzz:
	@$(APT) $(DEPS_FUZZ)

deps-valgrind:
	@$(APT) $(DEPS_VALGRIND)

# Debian has no axe, which says what of a page not all can use; it stays in build/.
deps-view:
	@$(APT) $(DEPS_VIEW)
	@command -v npm >/dev/null || { echo 'no npm: tests go without axe'; exit 1; }
	mkdir -p build/axe
	cd build/axe && npm pack --silent $(shell sed -n \
	    's/.*  \(.*\)-\(.*\)\.tgz$$/\1@\2/p' .ci/pins/view) && \
	    sha256sum -c ../../.ci/pins/view && tar xzf axe-core-*.tgz

# The last two are no packages of Debian's; they stay in build/.
deps-cookbook:
	@$(APT) $(DEPS_COOKBOOK)
	python3 -m venv build/cookbook
	build/cookbook/bin/pip install -q --require-hashes -r .ci/pins/build
	build/cookbook/bin/pip install -q --no-deps --no-build-isolation \
	    --require-hashes -r .ci/pins/cookbook

# Spark is no package of Debian's; it stays in build/.
deps-engines:
	@$(APT) $(DEPS_ENGINES)
	python3 -m venv build/spark
	build/spark/bin/pip install -q --require-hashes -r .ci/pins/build
	build/spark/bin/pip install -q --no-build-isolation --require-hashes \
	    -r .ci/pins/engines

deps-peers:
	@$(APT) $(DEPS_PEERS)

deps-deb:
	@$(APT) $(DEPS_DEB)

# With -j, the other goals wait for deps.
ifneq ($(filter deps%,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

# --- Demo and install -------------------------------------------------------
demo-told:
	@echo '  BUILD   into $(O)'

demo: demo-told all
	@$(O)/khabar -o build/demo.jsonl tests/pages/demo.txt
	@perl .ci/demo build/demo.jsonl tests/pages/demo.txt
	@echo
	@echo 'All of it is in build/demo.jsonl; for your own pages, as HTML or text:'
	@echo '$(O)/khabar FILE... >articles.jsonl'

TO = $(DESTDIR)$(PREFIX)
BASHDIR = $(PREFIX)/share/bash-completion/completions
ZSHDIR = $(PREFIX)/share/zsh/site-functions
FISHDIR = $(PREFIX)/share/fish/vendor_completions.d
DOCDIR = $(PREFIX)/share/doc/khabar
MANUALS = $(wildcard man/*.[1-8])

# A file gets its name when it is whole: what runs keeps the one it has.
PUT = set -e; put() { echo "$$3"; \
	install -D -m $$1 "$$2" "$${3%/*}/.new.$${3\#\#*/}"; \
	mv -f "$${3%/*}/.new.$${3\#\#*/}" "$$3"; }

install: all
	install -d $(TO)/bin $(TO)/share/khabar $(DESTDIR)$(DOCDIR) \
	    $(DESTDIR)$(BASHDIR) $(DESTDIR)$(ZSHDIR) $(DESTDIR)$(FISHDIR)
	@$(PUT); for p in $(PROGRAMS); do \
		put 755 $(O)/$$p $(TO)/bin/$$p; \
		put 644 $(O)/completion/$$p.bash $(DESTDIR)$(BASHDIR)/$$p; \
		put 644 $(O)/completion/$$p.zsh $(DESTDIR)$(ZSHDIR)/_$$p; \
		put 644 $(O)/completion/$$p.fish $(DESTDIR)$(FISHDIR)/$$p.fish; \
	done; for f in $(DATA) $(SCHEMAS) common/tables/MODEL.md man/NEWS $(MANUALS); do \
		case $$f in \
		*/schema/*) put 644 $$f $(TO)/share/khabar/schema/$${f##*/} ;; \
		*.bin) put 644 $$f $(TO)/share/khabar/$${f##*/} ;; \
		*.md | *NEWS) put 644 $$f $(DESTDIR)$(DOCDIR)/$${f##*/} ;; \
		*) put 644 $$f $(TO)/share/man/man$${f##*.}/$${f##*/} ;; \
		esac; \
	done
	@test ! -d man/examples || (set -x; cd man && \
	    find examples -type d -exec install -d '$(DESTDIR)$(DOCDIR)/{}' \; && \
	    find examples -type f -exec cp '{}' '$(DESTDIR)$(DOCDIR)/{}' \;)

uninstall:
	cd $(TO)/bin && rm -f $(PROGRAMS)
	rm -rf $(TO)/share/khabar $(DESTDIR)$(DOCDIR)
	rm -f $(PROGRAMS:%=$(DESTDIR)$(BASHDIR)/%) \
	    $(PROGRAMS:%=$(DESTDIR)$(ZSHDIR)/_%) \
	    $(PROGRAMS:%=$(DESTDIR)$(FISHDIR)/%.fish)
	@set -ex; for f in $(MANUALS); do \
		rm -f $(TO)/share/man/man$${f##*.}/$${f##*/}; done

# --- The source as one file, and a package -----------------------------------
# The tarball is the same for the same files and the same last commit.  Files
# that git does not know, but does not ignore, are packed, and told.  In a tree
# that comes from a tarball all files are packed again, with their time.  The
# gazetteer is in it, for systems that have not Debian's lists.
DIST = khabar-$(VERSION)
ARCHIVE = build/dist/$(DIST).tar.gz
DIST_FILES = { if test -e .git; then git ls-files -z -co --exclude-standard; \
	else find . -name build -prune -o -name debian -prune -o \
	    ! -type d ! -path './$(PREBUILT)' -printf '%P\0'; fi; \
	printf '$(PREBUILT)\0'; }
DIST_TIME = if test -e .git; then git log -1 --format=%ct; \
	else stat -c %Y Makefile; fi

dist: $(O)/gazetteer.bin
	@mkdir -p $(dir $(ARCHIVE)) $(dir $(PREBUILT))
	cmp -s $< $(PREBUILT) || cp $< $(PREBUILT)
	@test ! -e .git || \
	    git ls-files -o --exclude-standard | sed 's/^/not in git: /' >&2
	$(DIST_FILES) >$(ARCHIVE).list
	LC_ALL=C sort -z $(ARCHIVE).list | tar --create --format=ustar \
	    --null --no-recursion --files-from=- --owner=0 --group=0 \
	    --numeric-owner --mode=u=rwX,go=rX \
	    --mtime=@$${SOURCE_DATE_EPOCH:-$$($(DIST_TIME))} \
	    --transform='flags=r;s,^,$(DIST)/,' --file=$(ARCHIVE).tar
	gzip -9n <$(ARCHIVE).tar >$(ARCHIVE)
	rm $(ARCHIVE).list $(ARCHIVE).tar

# What .deb holds is debian/ in the package's source.  DEB_BUILD_OPTIONS= runs
# the tests, too.
DEB = build/deb/$(DIST)
DEB_BUILD_OPTIONS = nocheck
deb: dist
	rm -rf build/deb
	mkdir -p build/deb
	cp $(ARCHIVE) build/deb/khabar_$(VERSION).orig.tar.gz
	tar -C build/deb -xzf $(ARCHIVE)
	cp -r $(DEB)/.deb $(DEB)/debian
	cd $(DEB) && env -u MAKEFLAGS -u MAKELEVEL -u MAKEOVERRIDES -u MFLAGS \
	    DEB_BUILD_OPTIONS='$(DEB_BUILD_OPTIONS)' dpkg-buildpackage -us -uc
	lintian --info --fail-on error,warning build/deb/*.changes

# All that is given out, and the tag.
release:
	@.ci/release $(VERSION)

clean:
	rm -rf build

.SECONDARY:
.DELETE_ON_ERROR:
.PHONY: all demo-told release help static wheel likeness model weights quick format hooks compile_commands.json check check-engines check-package check-faults test-programs check-san check-small check-san-small check-valgrind \
	check-cov fuzz fuzz-run lint lint-style lint-deep bench bench-baseline bench-peers deps deps-lint deps-fuzz \
	deps-valgrind deps-view deps-deb deps-cookbook deps-engines deps-peers demo install \
	uninstall dist deb clean

-include $(shell find $(O) -name '*.d' 2>/dev/null)
