// SPDX-License-Identifier: Apache-2.0
/*
 * Times one system call on sockets of several control groups, in one process, turn by turn.
 *   calls NAME ROUNDS [ADDRESS@]GROUP...
 * A socket belongs for life to the group it was made in, so those of a block of rounds are made first, and nothing moves
 * while time is taken. Those of datagrams are made anew every few rounds: where the kernel puts one tells on its calls.
 * It keeps to one processor and, where it may, before whatever else would run there: a round is not torn apart.
 * With an address, the calls of that group ask for it instead of 127.0.0.1: what the kernel itself takes for it.
 * sendto is timed on sockets that are bound, as a server's are, sendtoUnbound on others, as a client's are.
 * Prints, for each round, the nanoseconds of one call in each group.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 8, BLOCK = 100, KEPT = 20, MAX_GROUPS = 8 };

static void fail(const char *what) { perror(what); exit(1); }

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static void keep_processor(void)
{
	struct sched_param before_others = { .sched_priority = 50 };
	cpu_set_t one;
	CPU_ZERO(&one);
	CPU_SET(sysconf(_SC_NPROCESSORS_ONLN) - 1, &one);
	sched_setaffinity(0, sizeof one, &one);
	sched_setscheduler(0, SCHED_FIFO, &before_others);
}

static void enter(const char *group)
{
	char path[4096], pid[32];
	int fd, length = snprintf(pid, sizeof pid, "%d", getpid());
	snprintf(path, sizeof path, "%s/cgroup.procs", group);
	fd = open(path, O_WRONLY);
	if (fd < 0 || write(fd, pid, length) != length) fail(path);
	close(fd);
}

static struct sockaddr_in at(const char *address, int port)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port) };
	inet_pton(AF_INET, address, &a.sin_addr);
	return a;
}

static int make(int type)
{
	int fd = socket(AF_INET, type, 0);
	if (fd < 0) fail("socket");
	return fd;
}

static int port_of(int fd)
{
	struct sockaddr_in a;
	socklen_t n = sizeof a;
	getsockname(fd, (void *)&a, &n);
	return ntohs(a.sin_port);
}

/* On every address, so that it is reached whatever becomes of 127.0.0.1. */
static int open_to_all(int type)
{
	struct sockaddr_in any = at("0.0.0.0", 0);
	int fd = make(type);
	if (bind(fd, (void *)&any, sizeof any)) fail("bind");
	if (type == SOCK_STREAM && (listen(fd, 4096) || fcntl(fd, F_SETFL, O_NONBLOCK))) fail("listen");
	return fd;
}

int main(int argc, char **argv)
{
	const char *call = argv[1];
	int sends = !strncmp(call, "sendto", 6), unbound = !strcmp(call, "sendtoUnbound");
	int rounds = atoi(argv[2]), groups = argc - 3, type = strcmp(call, "bind") && strcmp(call, "connect") ? SOCK_DGRAM : SOCK_STREAM;
	int fresh = type == SOCK_STREAM, each = fresh ? BLOCK * BATCH : 1, server = open_to_all(type), port = port_of(server);
	struct rlimit files;
	struct sockaddr_in loops[MAX_GROUPS], from;
	struct linger hard = { 1, 0 };
	int *sockets[MAX_GROUPS], order[MAX_GROUPS];
	unsigned long chance = 1;
	double took[MAX_GROUPS];
	char byte = 1;

	if (groups < 1 || groups > MAX_GROUPS || getrlimit(RLIMIT_NOFILE, &files)) fail("groups");
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	keep_processor();
	for (int g = 0; g < groups; g++) {
		char *mark = strchr(argv[3 + g], '@');
		if (mark) *mark = 0;
		loops[g] = at(mark ? argv[3 + g] : "127.0.0.1", 0);
		if (mark) argv[3 + g] = mark + 1;
		order[g] = g;
		sockets[g] = malloc(each * sizeof(int));
	}
	for (int r = 0; r < rounds; r++) {
		for (int g = 0; g < groups && r % (fresh ? BLOCK : KEPT) == 0; g++) {
			enter(argv[3 + g]);
			for (int i = 0; i < each; i++) {
				if (!fresh && r) close(sockets[g][i]);
				sockets[g][i] = make(type);
				setsockopt(sockets[g][i], SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
				if (!fresh && !unbound && bind(sockets[g][i], (void *)&loops[g], sizeof loops[g])) fail("bind");
			}
		}
		/* In an order of chance: what a group finds in the processor's caches depends on the one before it. */
		for (int k = groups - 1; k > 0; k--) {
			int other = (chance = chance * 6364136223846793005u + 1442695040888963407u) >> 33, swapped = order[k];
			other %= k + 1;
			order[k] = order[other];
			order[other] = swapped;
		}
		for (int k = 0; k < groups; k++) {
			int g = order[k], one = sockets[g][0], failed = 0;
			struct sockaddr_in loop = loops[g], goal = loop;
			double start;
			goal.sin_port = htons(port);
			if (!strcmp(call, "recvfrom")) {
				struct sockaddr_in self;
				socklen_t n = sizeof self;
				getsockname(one, (void *)&self, &n);
				for (int i = 0; i < BATCH; i++) sendto(one, &byte, 1, 0, (void *)&self, sizeof self);
			}
			start = now();
			for (int i = 0; i < BATCH; i++) {
				socklen_t n = sizeof from;
				if (fresh) one = sockets[g][r % BLOCK * BATCH + i];
				if (!strcmp(call, "bind")) failed |= bind(one, (void *)&loop, sizeof loop);
				else if (!strcmp(call, "connect")) failed |= connect(one, (void *)&goal, sizeof goal);
				else if (sends) failed |= sendto(one, &byte, 1, 0, (void *)&goal, sizeof goal) != 1;
				else if (!strcmp(call, "recvfrom")) failed |= recvfrom(one, &byte, 1, 0, (void *)&from, &n) != 1;
				else failed |= getsockname(one, (void *)&from, &n);
			}
			took[g] = (now() - start) / BATCH;
			if (failed) fail(call);
			if (fresh) for (int i = 0; i < BATCH; i++) close(sockets[g][r % BLOCK * BATCH + i]);
			if (!strcmp(call, "connect")) for (int fd; (fd = accept(server, 0, 0)) >= 0;) close(fd);
			if (sends) while (recv(server, &byte, 1, MSG_DONTWAIT) == 1);
		}
		for (int g = 0; g < groups; g++) printf("%.1f%c", took[g], g + 1 < groups ? ' ' : '\n');
	}
	return 0;
}
