/* SPDX-License-Identifier: ISC */
/*
 * Who called: through shells, hidden, orphaned, or lying.
 *
 * This program is the caller as well: `--trace` tells what it finds of its
 * caller, `--call PROGRAM ...` runs that and waits for it.
 */

#include "scratch.h"
#include "suite.h"

#include "wrapper/trace.h"

#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <check.h>
#include <err.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NOBODY 65534

static char self[1024];

static void
print_pair(void *context, const char *key, struct str value)
{
	(void)context;
	(void)printf("%s=%.*s\n", key, (int)value.len, value.ptr);
}

static int
tell_trace(void)
{
	struct trace trace;

	trace_collect(&trace, getuid(), "alice");
	trace_each(&trace, print_pair, NULL);
	return EXIT_SUCCESS;
}

static int
call(char *argv[])
{
	pid_t pid = fork();
	int status = 1;

	if (pid == 0) {
		(void)execv(argv[0], argv);
		err(1, "%s", argv[0]);
	}
	(void)waitpid(pid, &status, 0);
	return WEXITSTATUS(status);
}

/* Runs the program and keeps what it prints. */
static void
run(const char *const argv[], char *out, size_t size)
{
	int pipes[2];
	size_t len = 0;
	ssize_t n;
	pid_t pid;

	ck_assert_int_eq(pipe(pipes), 0);
	pid = fork();
	if (pid == 0) {
		(void)dup2(pipes[1], STDOUT_FILENO);
		(void)execv(argv[0], (char *const *)(const void *)argv);
		_exit(127);
	}
	(void)close(pipes[1]);
	while ((n = read(pipes[0], out + len, size - len - 1)) > 0)
		len += (size_t)n;
	out[len] = '\0';
	(void)close(pipes[0]);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
}

/* Is there a line `key=value` in the text? */
static bool
has_line(const char *text, const char *key, const char *value)
{
	size_t key_len = strlen(key), len = strlen(value);

	for (; text != NULL && *text != '\0'; text = strchr(text, '\n') + 1)
		if (strncmp(text, key, key_len) == 0 && text[key_len] == '=' &&
		    strncmp(text + key_len + 1, value, len) == 0 &&
		    text[key_len + 1 + len] == '\n')
			return true;
	return false;
}

START_TEST(parent_itself)
{
	const char *const argv[] = { self, "--trace", NULL };
	char out[4096], cwd[PATH_MAX], pid[16];

	run(argv, out, sizeof(out));
	(void)snprintf(pid, sizeof(pid), "%d", (int)getpid());
	ck_assert_ptr_nonnull(getcwd(cwd, sizeof(cwd)));
	ck_assert(has_line(out, "parent", self));
	ck_assert(has_line(out, "parent-pid", pid));
	ck_assert(has_line(out, "cwd", cwd));
	ck_assert_ptr_null(strstr(out, "chain="));
}
END_TEST

/* `sh -c 'sh -c ...'`, so deep; `:` keeps a shell from becoming the last. */
static void
run_in_shells(int depth, char *out, size_t size)
{
	char command[1024], variable[16];
	const char *const argv[] = { "/bin/sh", "-c", command, NULL };

	(void)snprintf(variable, sizeof(variable), "%d", depth);
	(void)setenv("DEPTH", variable, 1);
	(void)setenv("TRACE", self, 1);
	(void)setenv("COMMAND",
	    "DEPTH=$((DEPTH - 1)); "
	    "if test $DEPTH -gt 0; then /bin/sh -c \"$COMMAND\"; "
	    "else \"$TRACE\" --trace; fi; :",
	    1);
	(void)strlcpy(command, getenv("COMMAND"), sizeof(command));
	run(argv, out, size);
}

START_TEST(parent_behind_shells)
{
	char out[4096];
	const char *chain;
	int i;

	run_in_shells(_i, out, sizeof(out));
	chain = strstr(out, "chain=");
	ck_assert_ptr_nonnull(chain);
	for (i = 0; i < _i && i < TRACE_CHAIN; i++) {
		chain = strstr(chain, "sh(");
		ck_assert_ptr_nonnull(chain);
		chain++;
	}
	ck_assert_ptr_null(strstr(chain, "sh("));
	/* Too deep to find out. */
	ck_assert_int_eq(has_line(out, "parent", self), _i < TRACE_CHAIN);
	if (_i >= TRACE_CHAIN)
		ck_assert_ptr_null(strstr(out, "parent"));
}
END_TEST

/* A program of the caller's that is called `sh`. */
START_TEST(parent_like_a_shell)
{
	const char *sh = scratch_path("sh");
	const char *const argv[] = { sh, "--call", self, "--trace", NULL };
	char out[4096];

	(void)unlink(sh);
	if (link(self, sh) == -1)
		return;
	run(argv, out, sizeof(out));
	ck_assert(has_line(out, "parent", sh));
	ck_assert_ptr_null(strstr(out, "chain="));
}
END_TEST

/* A trace that another process makes. */
static struct trace *
shared_trace(void)
{
	void *memory = mmap(NULL, sizeof(struct trace), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	ck_assert_ptr_ne(memory, MAP_FAILED);
	return memory;
}

static void
collect_in_child(struct trace *trace)
{
	pid_t pid = fork();

	if (pid == 0) {
		trace_collect(trace, getuid(), "alice");
		_exit(0);
	}
	(void)waitpid(pid, NULL, 0);
}

/* A worker of PHP-FPM, or of what looks like it, that calls. */
static void
be_worker(struct trace *trace, const char *name, const char *title)
{
	pid_t pid = fork();

	if (pid == 0) {
		(void)prctl(PR_SET_NAME, name);
		setproctitle("-%s", title);
		collect_in_child(trace);
		_exit(0);
	}
	(void)waitpid(pid, NULL, 0);
}

static const struct {
	const char *master_name, *master_title;
	const char *name, *title;
	const char *pool;
	bool vouched; /* where the master is root's */
} workers[] = {
	{ "php-fpm8.2", "php-fpm: master process (/etc/php/fpm.conf)",
	    "php-fpm8.2", "php-fpm: pool shop", "shop", true },
	{ "php-fpm", "php-fpm: master process (x)", "php-fpm",
	    "php-fpm: pool a b;c  ", "a b;c", true },
	{ "cron", "php-fpm: master process (x)", "php-fpm",
	    "php-fpm: pool shop", "shop", false },
	{ "php-fpm", "php-fpm: pool evil", "php-fpm", "php-fpm: pool shop",
	    "shop", false },
	{ "php-fpm", "php-fpm: master process (x)", "php", "php-fpm: pool shop",
	    "", false },
	{ "php-fpm", "php-fpm: master process (x)", "php-fpm", "php-fpm: pool ",
	    "", true },
	{ "php-fpm", "php-fpm: master process (x)", "php-fpm", "php /x", "",
	    false },
};

static void
be_master(struct trace *trace, int i, uid_t uid)
{
	pid_t pid = fork();

	if (pid == 0) {
		if (uid != getuid() && setuid(uid) == -1)
			_exit(1);
		(void)prctl(PR_SET_DUMPABLE, 1);
		(void)prctl(PR_SET_NAME, workers[i].master_name);
		setproctitle("-%s", workers[i].master_title);
		be_worker(trace, workers[i].name, workers[i].title);
		_exit(0);
	}
	(void)waitpid(pid, NULL, 0);
}

START_TEST(pool)
{
	struct trace *trace = shared_trace();

	be_master(trace, _i, getuid());
	ck_assert_str_eq(trace->pool, workers[_i].pool);
	ck_assert_int_eq(
	    trace->pool_vouched, workers[_i].vouched && getuid() == 0);
	/* A master that is not root's is the caller's own. */
	if (getuid() != 0)
		return;
	be_master(trace, _i, NOBODY);
	ck_assert_str_eq(trace->pool, workers[_i].pool);
	ck_assert(!trace->pool_vouched);
}
END_TEST

/* One that cannot be looked into only says what it is. */
START_TEST(parent_hidden)
{
	struct trace *trace = shared_trace();
	pid_t pid;

	if (getuid() != 0)
		return;
	pid = fork();
	if (pid == 0) {
		(void)prctl(PR_SET_NAME, "a (b) 1 2");
		pid = fork();
		if (pid == 0) {
			(void)!setuid(NOBODY);
			trace_collect(trace, NOBODY, "nobody");
			_exit(0);
		}
		(void)waitpid(pid, NULL, 0);
		_exit(0);
	}
	(void)waitpid(pid, NULL, 0);
	ck_assert_uint_eq(trace->chain_len, 1);
	ck_assert_uint_eq(trace->shells, 0);
	ck_assert_str_eq(trace->chain[0].program, "");
	ck_assert_str_eq(trace->chain[0].name, "a (b) 1 2");
	ck_assert_int_eq(trace->chain[0].pid, pid);
}
END_TEST

/*
 * Whoever took in an orphan did not call.  In a container the first process
 * may lead the tests' own session, and could have; so the orphan has another.
 */
START_TEST(parent_gone)
{
	struct trace *trace = shared_trace();
	int done[2];
	pid_t pid, reaper;
	char byte;

	ck_assert_int_eq(pipe(done), 0);
	pid = fork();
	if (pid == 0) {
		pid = setsid();
		if (fork() == 0) {
			while (getppid() == pid)
				(void)usleep(1000);
			reaper = getppid();
			trace_collect(trace, getuid(), "alice");
			(void)!write(done[1], reaper == 1 ? "1" : "?", 1);
			_exit(0);
		}
		_exit(0);
	}
	(void)waitpid(pid, NULL, 0);
	ck_assert_int_eq(read(done[0], &byte, 1), 1);
	if (byte == '1')
		ck_assert_uint_eq(trace->chain_len, 0);
	else
		ck_assert_int_ne(trace->chain[0].pid, pid);
}
END_TEST

static void
check_nothing_known(const struct trace *trace)
{
	ck_assert_str_ne(trace->cwd, "");
	ck_assert_str_eq(trace->cgroup, "");
	ck_assert_str_eq(trace->pool, "");
	ck_assert_uint_eq(trace->chain_len, 0);
}

START_TEST(no_proc)
{
	struct trace *trace = shared_trace();
	const char *root = scratch_path("root");
	pid_t pid;

	if (getuid() != 0)
		return;
	ck_assert_int_eq(mkdir(root, 0755), 0);
	pid = fork();
	if (pid == 0) {
		if (chroot(root) == 0 && chdir("/") == 0)
			collect_in_child(trace);
		_exit(0);
	}
	(void)waitpid(pid, NULL, 0);
	check_nothing_known(trace);
}
END_TEST

/* What is mounted as /proc, and whether there is something to be known. */
static const struct {
	const char *type, *options;
	size_t chain_len;
} procs[] = {
	{ "tmpfs", "", 0 },
	{ "proc", "hidepid=invisible", 0 },
	{ "proc", "", 1 },
};

START_TEST(other_proc)
{
	struct trace *trace = shared_trace();
	pid_t pid;
	int status;

	if (getuid() != 0)
		return;
	pid = fork();
	if (pid == 0) {
		if (unshare(CLONE_NEWNS) == -1 ||
		    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == -1 ||
		    mount("none", "/proc", procs[_i].type, 0,
			procs[_i].options) == -1)
			_exit(1);
		pid = fork();
		if (pid == 0) {
			/* Root's group may see all. */
			if (setgroups(0, NULL) == -1 || setgid(NOBODY) == -1 ||
			    setuid(NOBODY) == -1)
				_exit(1);
			trace_collect(trace, NOBODY, "nobody");
			_exit(0);
		}
		(void)waitpid(pid, NULL, 0);
		_exit(0);
	}
	(void)waitpid(pid, &status, 0);
	if (WEXITSTATUS(status) != 0)
		return; /* not a machine to mount on */
	ck_assert_uint_eq(trace->chain_len, procs[_i].chain_len);
}
END_TEST

int
main(int argc, char *argv[], char *envp[])
{
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
	Suite *suite;
	TCase *tcase;

	if (argc == 2 && strcmp(argv[1], "--trace") == 0)
		return tell_trace();
	if (argc > 2 && strcmp(argv[1], "--call") == 0)
		return call(argv + 2);
	if (len == -1)
		err(1, "/proc/self/exe");
	setproctitle_init(argc, argv, envp);
	suite = suite_create("trace");
	tcase = tcase_create("processes");
	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, parent_itself);
	tcase_add_loop_test(tcase, parent_behind_shells, 1, 7);
	tcase_add_test(tcase, parent_like_a_shell);
	tcase_add_loop_test(tcase, pool, 0, COUNT(workers));
	tcase_add_test(tcase, parent_hidden);
	tcase_add_test(tcase, parent_gone);
	tcase_add_test(tcase, no_proc);
	tcase_add_loop_test(tcase, other_proc, 0, COUNT(procs));
	return suite_run(suite);
}
