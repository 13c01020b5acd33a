/* SPDX-License-Identifier: ISC */
/*
 * The least that can be exec'ed: it ends with status 0 and does nothing else.
 *
 *	(nothing)	by way of a C library: what its start-up costs
 *	-DBARE		without one, for -nostdlib
 *	-DNEXT='"PATH"'	becomes PATH first: what checks nothing
 *	-DDRAIN		reads its input first, lest its caller hit a closed pipe
 */

#include <unistd.h>

#ifdef BARE

_Noreturn void _start(void);

_Noreturn void
_start(void)
{
#if defined(__x86_64__)
	__asm__ volatile("syscall" : : "a"(60), "D"(0) : "rcx", "r11");
#elif defined(__aarch64__)
	register long number __asm__("x8") = 93;
	register long status __asm__("x0") = 0;
	__asm__ volatile("svc 0" : : "r"(number), "r"(status));
#else
#error "how does this machine exit?"
#endif
	__builtin_unreachable();
}

#else

int
main(int argc, char *argv[])
{
	(void)argc;
	(void)argv;
#ifdef NEXT
	(void)execv(NEXT, argv);
	return 1;
#endif
#ifdef DRAIN
	static char bytes[65536];

	while (read(STDIN_FILENO, bytes, sizeof(bytes)) > 0)
		continue;
#endif
	return 0;
}

#endif
