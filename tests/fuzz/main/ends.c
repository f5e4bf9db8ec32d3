/*
 * The linker (--wrap) leads here what the program calls to end and to get
 * memory.  What is allocated in a call is remembered, so that none of it is
 * lost when the call is left by longjmp(3).
 */
#include "fuzz/ends.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/status.h"
#include "fuzz/fuzz.h"

/* Of LeakSanitizer, where there is one: PCRE2's memory is not seen here. */
void __lsan_disable(void) __attribute__((weak));
void __lsan_enable(void) __attribute__((weak));

/* Of AddressSanitizer. */
void __asan_poison_memory_region(const volatile void *p, size_t size)
    __attribute__((weak));
void __asan_unpoison_memory_region(const volatile void *p, size_t size)
    __attribute__((weak));

enum { DESCRIPTORS = 256, LARGE = 1 << 20 };

static struct {
	bool on;
	jmp_buf back;
	void **held; /* what is allocated */
	size_t n, cap;
} call;

/* A large block that is aligned stays for the next call that wants one: the
 * kernel takes longer to clear new pages than the call takes. */
static struct {
	void *p;
	size_t size;
	bool used;
} large;

/* The one of ends_file; and where messages go. */
static struct {
	int fd;
	char path[32];
	FILE *nobody;
} file;

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t size);
void *__real_reallocarray(void *p, size_t n, size_t size);
void *__real_aligned_alloc(size_t align, size_t size);
int __real_posix_memalign(void **p, size_t align, size_t size);
char *__real_strdup(const char *s);
void __real_free(void *p);
_Noreturn void __real_exit(int status);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t size);
void *__wrap_reallocarray(void *p, size_t n, size_t size);
void *__wrap_aligned_alloc(size_t align, size_t size);
int __wrap_posix_memalign(void **p, size_t align, size_t size);
char *__wrap_strdup(const char *s);
void __wrap_free(void *p);
_Noreturn void __wrap_exit(int status);

static void *
hold(void *p)
{
	if (!call.on || p == NULL)
		return p;
	if (call.n == call.cap) {
		call.cap = call.cap ? 2 * call.cap : 1024;
		call.held = __real_realloc(
		    call.held, call.cap * sizeof call.held[0]);
		must(call.held != NULL);
	}
	call.held[call.n++] = p;
	return p;
}

/* What was allocated last is given back first, mostly. */
static void
let_go(const void *p)
{
	for (size_t i = call.on ? call.n : 0; i > 0; i--)
		if (call.held[i - 1] == p) {
			call.held[i - 1] = call.held[--call.n];
			return;
		}
}

/* The same, where it may have moved. */
static void *
moved(const void *was, void *p)
{
	if (p != NULL)
		let_go(was);
	return p == NULL ? NULL : hold(p);
}

void *
__wrap_malloc(size_t size)
{
	return hold(__real_malloc(size));
}

void *
__wrap_calloc(size_t n, size_t size)
{
	return hold(__real_calloc(n, size));
}

void *
__wrap_realloc(void *p, size_t size)
{
	return moved(p, __real_realloc(p, size));
}

void *
__wrap_reallocarray(void *p, size_t n, size_t size)
{
	return moved(p, __real_reallocarray(p, n, size));
}

void *
__wrap_aligned_alloc(size_t align, size_t size)
{
	return hold(__real_aligned_alloc(align, size));
}

int
__wrap_posix_memalign(void **p, size_t align, size_t size)
{
	bool again = large.p != NULL && !large.used && large.size == size;
	int error = again ? 0 : __real_posix_memalign(p, align, size);

	if (again && __asan_unpoison_memory_region != NULL)
		__asan_unpoison_memory_region(large.p, size);
	if (again)
		*p = large.p;
	else if (error == 0 && size >= LARGE && large.p == NULL)
		large.p = *p;
	if (error == 0 && *p == large.p) {
		large.size = size;
		large.used = true;
	}
	if (error == 0)
		hold(*p);
	return error;
}

/* Free, or keep for the next one. */
static void
give_back(void *p)
{
	if (p == NULL || p != large.p) {
		__real_free(p);
		return;
	}
	must(large.used);
	large.used = false;
	if (__asan_poison_memory_region != NULL)
		__asan_poison_memory_region(p, large.size);
}

char *
__wrap_strdup(const char *s)
{
	return hold(__real_strdup(s));
}

void
__wrap_free(void *p)
{
	let_go(p);
	give_back(p);
}

void
__wrap_exit(int status)
{
	if (!call.on)
		__real_exit(status);
	longjmp(call.back, 1 + status);
}

/* The program in a call, and after it. */
static void
begin(FILE *nobody)
{
	if (__lsan_disable != NULL)
		__lsan_disable();
	call.n = 0;
	call.on = true;
	stderr = nobody;
}

static void
end(FILE *messages)
{
	call.on = false;
	stderr = messages;
	if (__lsan_enable != NULL)
		__lsan_enable();
}

/* Which of the descriptors are open? */
static void
look(bool open[DESCRIPTORS])
{
	for (int fd = 0; fd < DESCRIPTORS; fd++)
		open[fd] = fcntl(fd, F_GETFD) >= 0;
}

/* Take back what the call has left. */
static void
take_back(const bool was[DESCRIPTORS])
{
	bool open[DESCRIPTORS];

	look(open);
	for (int fd = 0; fd < DESCRIPTORS; fd++)
		if (open[fd] && !was[fd])
			close(fd);
	while (call.n > 0)
		give_back(call.held[--call.n]);
}

/* What lasts for all calls, once. */
static void
open_files(void)
{
	if (file.nobody != NULL)
		return;
	file.nobody = fopen("/dev/null", "w");
	file.fd = memfd_create("fuzz", MFD_CLOEXEC);
	must(file.nobody != NULL && file.fd > 0);
	snprintf(file.path, sizeof file.path, "/proc/self/fd/%d", file.fd);
}

bool
ends_well(void (*work)(void *arg), void *arg)
{
	static FILE *messages;
	static bool open[DESCRIPTORS];
	int status;

	open_files();
	messages = stderr;
	look(open);
	begin(file.nobody);
	status = setjmp(call.back);
	if (status == 0)
		work(arg);
	end(messages);
	if (status == 0)
		return true;
	must(status == 1 + STATUS_FATAL);
	take_back(open);
	return false;
}

const char *
ends_file(const void *data, size_t size)
{
	must(ftruncate(file.fd, 0) == 0 &&
	    pwrite(file.fd, data, size, 0) == (ssize_t)size);
	return file.path;
}
