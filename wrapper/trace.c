/* SPDX-License-Identifier: ISC */
/*
 * PHP calls sendmail through `sh -c`, and a shell sets no name of its own; so
 * who called is the first program that is no shell.
 */

#include "trace.h"
#include "procfs.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FPM_POOL "php-fpm: pool "
#define FPM_MASTER "php-fpm: master process"
#define FPM_NAME "php-fpm"

/*
 * Only one that the system has, and the kernel names: else whoever calls his
 * program `sh` is passed by.
 */
static bool
is_shell(const char *program)
{
	static const char *const directories[] = { "/bin/", "/usr/bin/",
		"/usr/local/bin/" };
	static const char *const shells[] = { "sh", "dash", "bash", "busybox" };
	size_t i, j, len;

	for (i = 0; i < sizeof(directories) / sizeof(*directories); i++) {
		len = strlen(directories[i]);
		if (strncmp(program, directories[i], len) != 0)
			continue;
		for (j = 0; j < sizeof(shells) / sizeof(*shells); j++)
			if (strcmp(program + len, shells[j]) == 0)
				return true;
	}
	return false;
}

/* A first word of a command line, "" unless it begins like that. */
static bool
has_title(const struct procfs *process, const char *start, char *title)
{
	(void)procfs_read(process, "cmdline", title, TRACE_VALUE_SIZE);
	return strncmp(title, start, strlen(start)) == 0;
}

/*
 * A title is the process's own word.  It is taken for the pool's name if the
 * process is the child of one that is root's and the master of pools: then it
 * was written before the process became the caller's.
 */
static void
find_pool(struct trace *trace, const struct procfs *worker)
{
	char title[TRACE_VALUE_SIZE];
	struct procfs master;
	struct str pool;

	/* Nobody else's memory needs to be read. */
	if (strncmp(worker->name, FPM_NAME, strlen(FPM_NAME)) != 0 ||
	    !has_title(worker, FPM_POOL, title))
		return;
	pool = str_trim(str_of(title + strlen(FPM_POOL)));
	memcpy(trace->pool, pool.ptr, pool.len);
	trace->pool[pool.len] = '\0';
	if (!procfs_open_parent(&master, worker))
		return;
	trace->pool_vouched =
	    strncmp(master.name, FPM_NAME, strlen(FPM_NAME)) == 0 &&
	    procfs_is_root(&master) && has_title(&master, FPM_MASTER, title);
	procfs_close(&master);
}

/* Goes up to the first program that is no shell; true when it is there. */
static bool
climb(struct trace *trace, struct procfs *process)
{
	struct trace_process *step;
	struct procfs parent;

	while (trace->chain_len < TRACE_CHAIN) {
		if (!procfs_open_parent(&parent, process))
			return false;
		procfs_close(process);
		*process = parent;
		step = &trace->chain[trace->chain_len++];
		step->pid = process->pid;
		(void)strlcpy(step->name, process->name, sizeof(step->name));
		(void)procfs_link(
		    process, "exe", step->program, sizeof(step->program));
		if (!is_shell(step->program))
			return true;
		trace->shells++;
	}
	return false;
}

/*
 * The last part of the first path that has one: a service's, a session's or a
 * container's name.  A line is `number:controllers:path`.
 */
static void
find_cgroup(struct trace *trace, const struct procfs *self)
{
	char text[4096], *line, *next, *path, *part;

	(void)procfs_read(self, "cgroup", text, sizeof(text));
	for (line = text; line != NULL; line = next) {
		next = strchr(line, '\n');
		if (next == NULL)
			return; /* cut, or empty */
		*next++ = '\0';
		path = strchr(line, ':');
		path = path == NULL ? NULL : strchr(path + 1, ':');
		part = path == NULL ? NULL : strrchr(path, '/');
		/* Outside the namespace of cgroups it is /../.. */
		if (part != NULL && part[1] != '\0' &&
		    strcmp(part, "/..") != 0) {
			(void)strlcpy(
			    trace->cgroup, part + 1, sizeof(trace->cgroup));
			return;
		}
	}
}

static const char *
claim(const char *name)
{
	const char *value = getenv(name);

	return value == NULL || value[0] == '\0' ? NULL : value;
}

void
trace_collect(struct trace *trace, uid_t uid, const char *login)
{
	char cwd[PATH_MAX];
	struct procfs process;

	*trace = (struct trace){ .uid = uid, .login = login };
	if (getcwd(cwd, sizeof(cwd)) != NULL)
		(void)strlcpy(trace->cwd, cwd, sizeof(trace->cwd));
	trace->script = claim("SCRIPT_FILENAME");
	trace->remote = claim("REMOTE_ADDR");
	/* The web server's own word, before that of the web's client. */
	trace->site = claim("SERVER_NAME");
	if (trace->site == NULL)
		trace->site = claim("HTTP_HOST");
	if (!procfs_open_self(&process))
		return;
	/* Inherited, too; a caller's own may be hidden. */
	find_cgroup(trace, &process);
	if (climb(trace, &process))
		find_pool(trace, &process);
	procfs_close(&process);
}
