# truefrom: a sendmail that checks who a message says it is From.
#
#	make			build/truefrom, its twin, and build/truefromctl
#	make check-unit		the libcheck suites; needs no root, network or MTA
#	make fuzz-replay	the fuzz targets, with what they are known to try
#	make fuzz		each of them for FUZZ_SECONDS, with libFuzzer (clang)
#	make fuzz-afl		the same with AFL++
#	make cover		how much of the code the tests reach
#	make install		programs, manuals, and a configuration if there is none
#	make dist		$(BUILDDIR)/truefrom-VERSION.tar.gz
#	make deb		a package for Debian, in $(BUILDDIR)/deb
#	make rpm		a package for RPM systems, in $(BUILDDIR)/rpm
#	make lint		clang-tidy, cppcheck, shellcheck, mandoc
#	make clean		removes $(BUILDDIR)

CC		?= cc
CFLAGS		?= -O2 -g
CPPFLAGS	?=
LDFLAGS		?=
PREFIX		?= /usr
SBINDIR		?= $(PREFIX)/sbin
SYSCONFDIR	?= /etc
MANDIR		?= $(PREFIX)/share/man
COMPLETIONDIR	?= $(PREFIX)/share/bash-completion/completions
SITESDIR	?= $(PREFIX)/share/doc/truefrom/sites
EXIMDIR		?= $(PREFIX)/share/doc/truefrom/exim
# A private configuration, DIR/etc, goes with a private twin, in DIR/lib.
PRIVATE		= $(filter-out /etc,$(filter %/etc,$(abspath $(SYSCONFDIR))))
LIBDIR		?= $(if $(PRIVATE),$(PRIVATE:%/etc=%)/lib,$(PREFIX)/lib)
DESTDIR		?=
BUILDDIR	?= build
FUZZ_SECONDS	?= 60
VERSION		:= 0.1.0

# The program never looks elsewhere: a web form can inject options, so no
# option or variable may move its configuration.
CONFIG		= $(abspath $(SYSCONFDIR))/truefrom.conf

# truefrom runs once a message, and the dynamic linker alone would take longer
# than it does; so, where there is musl, truefrom is linked with it statically.
# What a static program cannot do is done by its twin, which is linked
# dynamically: see wrapper/twin.h.  Without musl, truefrom is that program.
LIBCDB_A	:= $(shell $(CC) -print-file-name=libcdb.a)
ifeq ($(origin MUSL_CC),undefined)
MUSL_CC		:= $(if $(and $(filter 64,$(shell getconf LONG_BIT)), \
		   $(wildcard $(LIBCDB_A))),$(shell command -v musl-gcc))
endif
# Sanitizers and gcov need a C library of their own choice.
ifneq ($(findstring -fsanitize,$(CFLAGS))$(findstring --coverage,$(CFLAGS)),)
override MUSL_CC :=
ARENA		= -DARENA_PIECE_SIZE=32
endif
# Empty: truefrom is dynamic.
TWIN		= $(if $(MUSL_CC),$(abspath $(LIBDIR))/truefrom/truefrom)

WARN	= -std=c11 -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
	  -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wvla \
	  -Wcast-qual -Wwrite-strings
HARDEN	= -fstack-protector-strong -fPIE -D_FORTIFY_SOURCE=2 \
	  $(call probe,-fstack-clash-protection) \
	  $(call probe,-fcf-protection)
RELRO	= -pie -Wl,-z,relro,-z,now,-z,noexecstack

# $(call probe,FLAG): the flag, where this compiler knows it for this machine.
probe	= $(shell $(CC) -Werror $(1) -xc -c -o /dev/null /dev/null \
	  2>/dev/null && echo $(1))
HARDEN	:= $(HARDEN)

ifneq ($(filter-out clean help,$(or $(MAKECMDGOALS),all)),)
ifneq ($(shell pkg-config --exists libbsd-overlay libidn2 jansson && \
    echo found),found)
$(error libbsd, libidn2 or jansson is not found: run \
    `install/packages build`, or install pkg-config and the headers of libbsd, \
    libidn2, jansson and tinycdb)
endif
endif

BSD_CFLAGS	:= $(shell pkg-config --cflags libbsd-overlay)
BSD_LIBS	:= $(shell pkg-config --libs libbsd-overlay)
IDN_CFLAGS	:= $(shell pkg-config --cflags libidn2)
CHECK_CFLAGS	= $(shell pkg-config --cflags check)
CHECK_LIBS	= $(shell pkg-config --libs check)

ALL_CPPFLAGS	= -D_GNU_SOURCE -I. $(BSD_CFLAGS) $(IDN_CFLAGS) \
		  -DTRUEFROM_CONFIG='"$(CONFIG)"' \
		  -DTRUEFROM_STATIC=0 -DTRUEFROM_TWIN='"$(TWIN)"' $(ARENA) \
		  -DTRUEFROM_LIBDIR='"$(abspath $(LIBDIR))/truefrom"' \
		  -DTRUEFROM_VERSION='"$(VERSION)"' $(CPPFLAGS)
# The caller's CFLAGS come last, so that they can add but need not repeat.
ALL_CFLAGS	= $(WARN) $(HARDEN) $(CFLAGS)
LIBS		= -lcdb -ldl $(BSD_LIBS)
# truefromctl's alone: what the commands of the administrator need.
CTL_LIBS	= $(shell pkg-config --libs jansson)

# The headers of the kernel and of libraries come after musl's own.  Their
# libcdb.a needs nothing of glibc's but a name for lseek(3), with the same
# arguments where a long is an off_t.
MULTIARCH	:= $(shell $(CC) -print-multiarch)
STATIC_CPPFLAGS	= -D_GNU_SOURCE -I. -idirafter /usr/include \
		  -idirafter /usr/include/$(MULTIARCH) \
		  -DTRUEFROM_CONFIG='"$(CONFIG)"' \
		  -DTRUEFROM_STATIC=1 -DTRUEFROM_TWIN='"$(TWIN)"' \
		  -DTRUEFROM_VERSION='"$(VERSION)"' $(CPPFLAGS)
# Like gcc's -static-pie, which the specs of musl-gcc do not know.  Code apart
# from constants would be two more mappings, and 13 microseconds of 420.
# Functions of one file that another calls once become a part of it, unless that
# makes frames of many pages: a twentieth of the time.
STATIC_CFLAGS	= -flto=auto -fconserve-stack
STATIC_LDFLAGS	= -static -nostartfiles -l:rcrt1.o \
		  -Wl,-pie,--no-dynamic-linker,-z,text,-z,relro,-z,now \
		  -Wl,-z,noexecstack,-z,noseparate-code \
		  -Wl,--defsym=lseek64=lseek

MAINS		= wrapper/truefrom.c wrapper/truefromctl.c
POLICY		= $(sort $(wildcard policy/*.c))
WRAPPER		= $(filter-out $(MAINS),$(sort $(wildcard wrapper/*.c)))
CTL		= $(sort $(wildcard wrapper/ctl/*.c))
UNIT		= $(sort $(wildcard tests/unit/check_*.c))
UNIT_SHARED	= $(filter-out $(UNIT),$(sort $(wildcard tests/unit/*.c)))
FUZZ		= $(sort $(wildcard tests/fuzz/fuzz_*.c))
# What calls a target: a replay of files, unless a fuzzer is linked instead.
FUZZ_DRIVER	= $(BUILDDIR)/obj/tests/fuzz/stub.o

objects		= $(patsubst %.c,$(BUILDDIR)/obj/%.o,$(1))
static_objects	= $(patsubst %.c,$(BUILDDIR)/static/%.o,$(1))
PROGRAMS	= $(BUILDDIR)/truefrom $(BUILDDIR)/truefromctl
DYNAMIC		= $(BUILDDIR)/twin/truefrom $(BUILDDIR)/truefromctl
UNIT_PROGRAMS	= $(patsubst tests/unit/%.c,$(BUILDDIR)/unit/%,$(UNIT))
FUZZ_PROGRAMS	= $(patsubst tests/fuzz/%.c,$(BUILDDIR)/fuzz/%,$(FUZZ))
HEADERS		= $(wildcard policy/*.h wrapper/*.h wrapper/ctl/*.h)

all: $(PROGRAMS) $(DYNAMIC)

$(BUILDDIR)/truefromctl: $(call objects,$(CTL))
$(BUILDDIR)/truefromctl: $(BUILDDIR)/obj/wrapper/truefromctl.o
$(BUILDDIR)/truefromctl: LIBS += $(CTL_LIBS)
$(BUILDDIR)/twin/truefrom: $(BUILDDIR)/obj/wrapper/truefrom.o
$(DYNAMIC): $(call objects,$(WRAPPER) $(POLICY))
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(RELRO) $(LDFLAGS) -o $@ $^ $(LIBS)

ifneq ($(MUSL_CC),)
$(BUILDDIR)/truefrom: \
    $(call static_objects,wrapper/truefrom.c $(WRAPPER) $(POLICY))
	$(MUSL_CC) $(ALL_CFLAGS) $(STATIC_CFLAGS) $(STATIC_LDFLAGS) \
	    $(LDFLAGS) -o $@ $^ \
	    $(LIBCDB_A)
	@echo 'truefrom is static; its twin goes to $(TWIN)'
else
$(BUILDDIR)/truefrom: $(BUILDDIR)/twin/truefrom
	ln -f $< $@
	@echo 'truefrom is dynamic (no musl-gcc, or of no use here): no twin'
endif

$(BUILDDIR)/static/%.o: %.c $(BUILDDIR)/flags
	@mkdir -p $(@D)
	$(MUSL_CC) $(STATIC_CPPFLAGS) $(ALL_CFLAGS) $(STATIC_CFLAGS) \
	    -MMD -MP -c -o $@ $<

$(UNIT_PROGRAMS): $(BUILDDIR)/unit/%: $(BUILDDIR)/obj/tests/unit/%.o \
    $(call objects,$(UNIT_SHARED) $(CTL) $(WRAPPER) $(POLICY))
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(RELRO) $(LDFLAGS) -o $@ $^ $(LIBS) $(CTL_LIBS) \
	    $(CHECK_LIBS)

# Time that tests/unit/session.c lets go by faster.
$(BUILDDIR)/unit/check_smtp $(BUILDDIR)/unit/check_program: \
    LDFLAGS += -Wl,--wrap=poll,--wrap=__poll_chk

# Calls that tests/fuzz/failing.c makes fail.
FAILING		= calloc dlopen fdopendir fstat fstatat getifaddrs lseek \
		  memfd_create mmap open openat pread read write
$(BUILDDIR)/fuzz/fuzz_shortage: $(BUILDDIR)/obj/tests/fuzz/failing.o
$(BUILDDIR)/fuzz/fuzz_shortage: \
    LDFLAGS += $(foreach call,$(FAILING),-Wl$(comma)--wrap=$(call))
comma		= ,

# Calls that fuzz_smtp takes the place of, or listens to.
SESSION		= isatty policy_judge smtp_message_read smtp_reply_read \
		  $(addprefix smtp_server_,ask close hang_up open reply write)
$(BUILDDIR)/fuzz/fuzz_smtp: \
    LDFLAGS += $(foreach call,$(SESSION),-Wl$(comma)--wrap=$(call))

$(FUZZ_PROGRAMS): $(BUILDDIR)/fuzz/%: $(BUILDDIR)/obj/tests/fuzz/%.o \
    $(call objects,tests/fuzz/fuzz.c $(WRAPPER) $(POLICY)) \
    $(filter %.o,$(FUZZ_DRIVER))
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(RELRO) $(LDFLAGS) -o $@ $^ $(LIBS) \
	    $(filter-out %.o,$(FUZZ_DRIVER))

$(BUILDDIR)/judge_batch: $(BUILDDIR)/obj/tests/fuzz/judge_batch.o \
    $(call objects,tests/fuzz/fuzz.c $(WRAPPER) $(POLICY))
	$(CC) $(ALL_CFLAGS) $(RELRO) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILDDIR)/obj/%.o: %.c $(BUILDDIR)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILDDIR)/obj/tests/unit/%.o: ALL_CPPFLAGS += $(CHECK_CFLAGS) \
    -DTESTS='"$(CURDIR)/tests"' -DBUILD='"$(abspath $(BUILDDIR))"'
# libcheck's assertions are variadic macros called with no arguments.
$(BUILDDIR)/obj/tests/unit/%.o: WARN += -Wno-variadic-macros -Wno-pedantic

# Whatever decides how objects are made: a change of it makes them anew.
$(BUILDDIR)/flags: force
	@mkdir -p $(@D)
	@echo '$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(MUSL_CC)' | \
	    cmp -s - $@ || echo '$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS)' \
	    '$(MUSL_CC)' > $@

-include $(shell find $(BUILDDIR)/obj $(BUILDDIR)/static -name '*.d' \
    2>/dev/null)

unit-programs: $(UNIT_PROGRAMS)

check-unit: $(UNIT_PROGRAMS) $(PROGRAMS)
	CK_VERBOSITY=silent CK_TAP_LOG_FILE_NAME=- \
	    CK_TIMEOUT_MULTIPLIER=4 prove $(UNIT_PROGRAMS)

fuzz-programs: $(FUZZ_PROGRAMS)

# Without clang: what the fuzzers are known to try.
fuzz-replay: $(FUZZ_PROGRAMS)
	for target in $(FUZZ_PROGRAMS); do \
	    $$target tests/fuzz/corpus/$${target##*/fuzz_} || exit 1; \
	done

# What they find stays in $(BUILDDIR)/libfuzzer and $(BUILDDIR)/afl.
SANITIZE	= -fsanitize=address,undefined -fno-sanitize-recover=all
FUZZ_CFLAGS	= -O1 -g -fno-omit-frame-pointer $(SANITIZE)

fuzz:
	$(MAKE) fuzz-programs CC=clang HARDEN=-fPIE \
	    BUILDDIR=$(BUILDDIR)/libfuzzer FUZZ_DRIVER=-fsanitize=fuzzer \
	    CFLAGS='$(FUZZ_CFLAGS) -fsanitize=fuzzer-no-link'
	tests/fuzz/run libfuzzer $(BUILDDIR)/libfuzzer $(FUZZ_SECONDS)

fuzz-afl:
	AFL_QUIET=1 $(MAKE) fuzz-programs CC=afl-clang-fast HARDEN=-fPIE \
	    BUILDDIR=$(BUILDDIR)/afl FUZZ_DRIVER=-fsanitize=fuzzer \
	    CFLAGS='-O2 -g'
	tests/fuzz/run afl $(BUILDDIR)/afl $(FUZZ_SECONDS)

# gcov, and gcovr, which reads what it says.
cover:
	$(MAKE) all unit-programs fuzz-programs BUILDDIR=$(BUILDDIR)/cover \
	    SYSCONFDIR=/mnt/etc HARDEN=-fPIE CFLAGS='-O0 -g --coverage'
	tests/fuzz/cover $(BUILDDIR)/cover

# Everything that reads the sources without running them.
MANUALS		= $(sort $(wildcard man/*.[58]))
SCRIPTS		= .ci/run install/quickstart tests/run \
		  install/completion/truefromctl.bash \
		  $(shell grep -lE '^\#!/bin/(ba)?sh' -r install tests)

# KNF declares at the top of a function, and writes an empty loop as `continue`;
# fault_set() sets what it is given.
NOT_WANTED	= missingIncludeSystem variableScope redundantContinue \
		  constParameter ctuuninitvar:policy/fault.c

lint: lint-c lint-sh lint-man

lint-c:
	clang-format --dry-run --Werror $(MAINS) $(CTL) $(WRAPPER) $(POLICY) \
	    $(HEADERS) $(UNIT) $(UNIT_SHARED)
	printf '%s\n' $(MAINS) $(CTL) $(WRAPPER) $(POLICY) | xargs -P2 -I{} \
	    clang-tidy --quiet {} -- -std=c11 $(ALL_CPPFLAGS)
	cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr \
	    --enable=warning,style,performance,portability \
	    $(addprefix --suppress=,$(NOT_WANTED)) \
	    -D_GNU_SOURCE -DTRUEFROM_CONFIG='""' -DTRUEFROM_VERSION='""' \
	    -DTRUEFROM_STATIC=1 -DTRUEFROM_TWIN='""' \
	    -DTRUEFROM_LIBDIR='""' \
	    -I. policy wrapper

lint-sh:
	shellcheck -x $(sort $(SCRIPTS))

lint-man:
	mandoc -Tlint -Wwarning $(MANUALS)

# What manuals and configurations call the places where things go.
PLACES		= -e 's,/etc/truefrom\.conf,$(CONFIG),g' \
		  -e 's,/usr/share/doc/truefrom/sites,$(SITESDIR),g' \
		  -e 's,/usr/share/doc/truefrom/exim,$(EXIMDIR),g' \
		  -e 's,/usr/lib/truefrom,$(LIBDIR)/truefrom,g'
SITES		= $(sort $(wildcard install/sites/*.conf))

# Never claims /usr/sbin/sendmail, never overwrites a configuration.
install: all
	install -d $(DESTDIR)$(SBINDIR) $(DESTDIR)$(dir $(CONFIG)) \
	    $(DESTDIR)$(MANDIR)/man5 $(DESTDIR)$(MANDIR)/man8 \
	    $(DESTDIR)$(COMPLETIONDIR) $(DESTDIR)$(SITESDIR) \
	    $(DESTDIR)$(EXIMDIR) \
	    $(DESTDIR)$(LIBDIR)/truefrom
	install -m 755 $(PROGRAMS) $(DESTDIR)$(SBINDIR)
ifneq ($(TWIN),)
	install -m 755 $(BUILDDIR)/twin/truefrom $(DESTDIR)$(TWIN)
endif
	test -e $(DESTDIR)$(CONFIG) || \
	    install -m 644 install/truefrom.conf $(DESTDIR)$(CONFIG)
	for page in $(MANUALS); do \
	    to=$(DESTDIR)$(MANDIR)/man$${page##*.}/$${page##*/} && \
	    sed $(PLACES) $$page > $$to && \
	    chmod 644 $$to || exit 1; \
	done
	install -m 644 install/completion/truefromctl.bash \
	    $(DESTDIR)$(COMPLETIONDIR)/truefromctl
	install -m 755 install/sites/lists $(DESTDIR)$(LIBDIR)/truefrom
	install -m 755 install/exim/setup \
	    $(DESTDIR)$(LIBDIR)/truefrom/exim-setup
	sed $(PLACES) install/exim/README > $(DESTDIR)$(EXIMDIR)/README
	chmod 644 $(DESTDIR)$(EXIMDIR)/README
	for site in $(SITES); do \
	    to=$(DESTDIR)$(SITESDIR)/$${site##*/} && \
	    sed $(PLACES) $$site > $$to && \
	    chmod 644 $$to || exit 1; \
	done

# Leaves the configuration, which is the administrator's.  Without truefrom its
# links would be no sendmail.
uninstall:
	@test ! -e $(DESTDIR)/var/lib/truefrom/enabled || \
	    { echo 'truefrom is enabled: run truefromctl disable first' >&2; \
	    exit 1; }
	rm -f $(DESTDIR)$(SBINDIR)/truefrom $(DESTDIR)$(SBINDIR)/truefromctl
	for page in $(MANUALS); do \
	    rm -f $(DESTDIR)$(MANDIR)/man$${page##*.}/$${page##*/}; \
	done
	rm -f $(DESTDIR)$(COMPLETIONDIR)/truefromctl
	rm -f $(DESTDIR)$(LIBDIR)/truefrom/lists \
	    $(DESTDIR)$(LIBDIR)/truefrom/exim-setup \
	    $(DESTDIR)$(LIBDIR)/truefrom/truefrom
	rm -rf $(DESTDIR)$(SITESDIR) $(DESTDIR)$(EXIMDIR)
	rmdir $(DESTDIR)$(LIBDIR)/truefrom $(DESTDIR)$(dir $(SITESDIR)) \
	    2>/dev/null || true

# The same files give the same bytes, in a checkout and where the tarball was
# unpacked: their time is that of the last commit, or what the tarball says.
DIST	= truefrom-$(VERSION)
TARBALL	= $(BUILDDIR)/$(DIST).tar.gz
# A checkout may be on a machine without git.
HAS_GIT	= test -e .git && command -v git > /dev/null
CHANGED	= $(or $(SOURCE_DATE_EPOCH),$(shell $(HAS_GIT) && \
	  git log -1 --format=%ct || stat -c %Y Makefile))

dist: $(TARBALL)

$(TARBALL): force
	@mkdir -p $(@D)
	{ $(HAS_GIT) && git ls-files -z || find . -path ./build -prune -o \
	    -path ./.git -prune -o ! -type d -printf '%P\0'; } | LC_ALL=C sort -z | \
	    tar -cf $(TARBALL:.gz=) --null -T - --transform 's,^,$(DIST)/,' --format=gnu \
	    --mtime=@$(CHANGED) --owner=0 --group=0 --numeric-owner \
	    --mode=u=rwX,go=rX
	gzip -9nf $(TARBALL:.gz=)

# tests/run is where it is tested.  Nothing of this make is for the one in there.
deb: $(TARBALL)
	rm -rf $(BUILDDIR)/deb
	mkdir $(BUILDDIR)/deb
	tar -xf $(TARBALL) -C $(BUILDDIR)/deb
	cd $(BUILDDIR)/deb/$(DIST) && cp -r install/debian debian && \
	    sed -i 's/@VERSION@/$(VERSION)/' debian/changelog && \
	    env -i PATH="$$PATH" HOME="$$HOME" DEB_BUILD_PROFILES=nocheck \
	    DEB_BUILD_OPTIONS='nocheck parallel=2' dpkg-buildpackage -b -us -uc

# On Debian: make rpm RPMFLAGS=--nodeps, for what is installed is not known to rpm.
rpm: $(TARBALL)
	rm -rf $(BUILDDIR)/rpm
	mkdir $(BUILDDIR)/rpm
	sed 's/@VERSION@/$(VERSION)/' install/truefrom.spec > \
	    $(BUILDDIR)/rpm/truefrom.spec
	cd $(BUILDDIR)/rpm && env -i PATH="$$PATH" HOME="$$HOME" \
	    rpmbuild -bb $(RPMFLAGS) --define "_topdir $$PWD" \
	    --define "_sourcedir $${PWD%/*}" truefrom.spec

clean:
	rm -rf $(BUILDDIR)

help:
	@sed -n 's/^#	//p' Makefile

.PHONY: all check-unit clean cover deb dist force fuzz fuzz-afl \
    fuzz-programs fuzz-replay help install lint lint-c lint-man lint-sh \
    rpm uninstall unit-programs
.DELETE_ON_ERROR:
