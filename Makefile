# khabar: GNU make.  `make help` lists what there is to make.

VERSION = 0.1.0
PREFIX = /usr/local
DESTDIR =
CC = gcc
# The user's flags; ours are below and stay.
CFLAGS = -O2 -g
LDFLAGS =

O = build/rel
PROGRAMS = split-articles extract-meta dedupe tag-entities

# What the build needs, what the tests need.  Debian 12's names.
DEPS_BUILD = gcc libc6-dev make pkg-config perl libpcre2-dev libbsd-dev \
	libxxhash-dev libgeonames-common unicode-cldr-core iso-codes
DEPS_TEST = jq mandoc valgrind

PACKAGES = libpcre2-8 libbsd-overlay libxxhash
KHABAR_CFLAGS = -std=c11 -D_GNU_SOURCE -Icommon -I$(O) -pthread \
	-DKHABAR_VERSION='"$(VERSION)"' -DPKGDATADIR='"$(PREFIX)/share/khabar"' \
	-Wall -Wextra -Wshadow -Wstrict-prototypes -Wpointer-arith \
	-Wwrite-strings -Wvla $(shell pkg-config --cflags $(PACKAGES))
LIBS = $(shell pkg-config --libs $(PACKAGES)) -lm

LIB_SOURCES = $(wildcard common/*/*.c)
LIB_OBJECTS = $(LIB_SOURCES:%.c=$(O)/%.o)
UNIT_TESTS = $(patsubst tests/unit/%.c,$(O)/tests/unit/%,$(wildcard tests/unit/*.c))
BINARIES = $(PROGRAMS:%=$(O)/%)

all: $(BINARIES)

help:
	@echo 'make             build the programs into $(O)'
	@echo 'make deps        install what building and testing need (apt-get)'
	@echo 'make demo        run the pipeline on a sample page'
	@echo 'make check       run the tests'
	@echo 'make check-san   the same under ASan and UBSan'
	@echo 'make check-small the same with blocks of 4 bytes'
	@echo 'make lint        clang-format, shellcheck, mandoc'
	@echo 'make fuzz        fuzz each target for FUZZ_SECONDS (60)'
	@echo 'make bench       throughput beside cat and jq'
	@echo 'make install     into $$(DESTDIR)$$(PREFIX); make uninstall'

$(BINARIES): $(O)/%: $(O)/cmd/%.o $(O)/libkhabar.a
	$(CC) $(CFLAGS) $(LDFLAGS) -pthread -o $@ $^ $(LIBS)

$(O)/libkhabar.a: $(LIB_OBJECTS)
	rm -f $@
	$(AR) rc $@ $^

$(O)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(KHABAR_CFLAGS) -MMD -MP -c -o $@ $<

$(O)/common/text/fold.o: $(O)/fold_table.h
$(O)/fold_table.h: common/text/fold-table.pl common/tables/fold.tsv
	@mkdir -p $(@D)
	perl $^ >$@.tmp && mv $@.tmp $@

$(O)/common/tables/tables.o: $(wildcard common/tables/*.tsv)

$(O)/tests/unit/%: $(O)/tests/unit/%.o $(O)/libkhabar.a
	$(CC) $(CFLAGS) $(LDFLAGS) -pthread -o $@ $^ $(LIBS)

.SECONDARY:
.DELETE_ON_ERROR:
.PHONY: all help

-include $(shell find $(O) -name '*.d' 2>/dev/null)
