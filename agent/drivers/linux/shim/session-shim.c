// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only
/*
 * The compatibility library: gives listed programs of a launched session its own loopback address and its virtual IP,
 * where the kernel filter cannot be had. Preloaded (LD_PRELOAD), so it is compatibility and no enforcement: static and
 * setuid programs do not load it, raw system calls pass it by, and whoever starts a program can leave it out.
 *
 * Set by the launcher: VIPFARM_SHIM_LOOP, VIPFARM_SHIM_VIP (an address, or "refuse"), VIPFARM_SHIM_HOSTS and
 * VIPFARM_SHIM_PORTS (lists with commas), VIPFARM_SHIM_PROGRAMS (lines NAME=FLAGS or PATH=FLAGS), VIPFARM_SHIM_ALL.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* What a program is listed for; the kernel filter's flags. */
enum { P_LOOP = 1, P_VIP = 2, P_PREFER_LOOP = 4, P_MASK = 8 };

static in_addr_t loop, vip;
static int flags, refuses;
static const char *hosts, *ports;
#define LOOPBACK htonl(INADDR_LOOPBACK)
#define IN_LOOPBACK_NET(A) ((ntohl(A) >> 24) == 127)

/* Whether `word` stands in a list with commas. */
static int holds(const char *list, const char *word)
{
	size_t length = strlen(word);
	for (const char *at = list; at && *at; at = strchr(at, ','), at = at ? at + 1 : 0)
		if (!strncmp(at, word, length) && (at[length] == ',' || !at[length])) return 1;
	return 0;
}

static int flags_of(const char *list, const char *name)
{
	size_t length = strlen(name);
	for (const char *at = list; at && *at; at = strchr(at, '\n'), at = at ? at + 1 : 0)
		if (!strncmp(at, name, length) && at[length] == '=') return atoi(at + length + 1);
	return 0;
}

__attribute__((constructor)) static void begin(void)
{
	char path[4096];
	const char *one, *list = getenv("VIPFARM_SHIM_PROGRAMS");
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);

	if ((one = getenv("VIPFARM_SHIM_LOOP"))) inet_pton(AF_INET, one, &loop);
	if ((one = getenv("VIPFARM_SHIM_VIP"))) refuses = inet_pton(AF_INET, one, &vip) != 1;
	hosts = getenv("VIPFARM_SHIM_HOSTS");
	ports = getenv("VIPFARM_SHIM_PORTS");
	if (length > 0) {
		path[length] = 0;
		flags = flags_of(list, path) | flags_of(list, strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
	}
	if ((one = getenv("VIPFARM_SHIM_ALL"))) flags |= atoi(one);
	if (!loop) flags &= ~(P_LOOP | P_MASK);
	if (!vip && !refuses) flags &= ~P_VIP;
	if (!(flags & P_LOOP) || !(flags & P_VIP)) flags &= ~P_PREFER_LOOP;
}

#define REAL(NAME) ({ static __typeof__(NAME) *real; if (!real) real = (__typeof__(NAME) *)dlsym(RTLD_NEXT, #NAME); real; })

/* An address as IPv4: itself, mapped, or what `::` and `::1` stand for. */
union any { struct sockaddr sa; struct sockaddr_in in; struct sockaddr_in6 in6; };

static int read4(const union any *address, socklen_t size, in_addr_t *ip, in_port_t *port)
{
	if (!address) return 0;
	if (address->sa.sa_family == AF_INET && size >= sizeof address->in) {
		*ip = address->in.sin_addr.s_addr;
		*port = address->in.sin_port;
		return 1;
	}
	if (address->sa.sa_family != AF_INET6 || size < sizeof address->in6) return 0;
	*port = address->in6.sin6_port;
	if (IN6_IS_ADDR_V4MAPPED(&address->in6.sin6_addr)) memcpy(ip, &address->in6.sin6_addr.s6_addr[12], 4);
	else if (IN6_IS_ADDR_LOOPBACK(&address->in6.sin6_addr)) *ip = LOOPBACK;
	else if (IN6_IS_ADDR_UNSPECIFIED(&address->in6.sin6_addr)) *ip = 0;
	else return 0;
	return 1;
}

static void write4(union any *address, in_addr_t ip)
{
	if (address->sa.sa_family == AF_INET) {
		address->in.sin_addr.s_addr = ip;
		return;
	}
	memset(&address->in6.sin6_addr, 0, 10);
	memset(&address->in6.sin6_addr.s6_addr[10], 0xff, 2);
	memcpy(&address->in6.sin6_addr.s6_addr[12], &ip, 4);
}

static int is_excluded(in_port_t port)
{
	char text[8], *at = text + sizeof text - 1;
	unsigned number = ntohs(port);

	*at = 0;
	do *--at = '0' + number % 10; while (number /= 10);
	return holds(ports, at);
}

static int is_hosts(in_addr_t ip)
{
	char text[INET_ADDRSTRLEN];
	return holds(hosts, inet_ntop(AF_INET, &ip, text, sizeof text));
}

static int is_ipv6_only(int fd)
{
	int only = 0;
	socklen_t size = sizeof only;
	return !getsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only, &size) && only;
}

enum { LEAVE, TO_LOOP, TO_VIP, REFUSE };

static int bind_rule(in_addr_t ip, in_port_t port)
{
	if (ip == LOOPBACK) return (flags & P_LOOP) && !is_excluded(port) ? TO_LOOP : LEAVE;
	if (!(flags & P_VIP) || IN_LOOPBACK_NET(ip) || (ip && (ip == vip || !is_hosts(ip)))) return LEAVE;
	if ((flags & P_PREFER_LOOP) && !is_excluded(port)) return TO_LOOP;
	return vip ? TO_VIP : REFUSE;
}

static int route_rule(in_addr_t ip, in_port_t port)
{
	int wants_loop = ip ? ip == LOOPBACK || ip == loop : (flags & P_PREFER_LOOP) || !(flags & P_VIP);

	if (wants_loop) return (flags & P_LOOP) && !is_excluded(port) ? TO_LOOP : LEAVE;
	if (IN_LOOPBACK_NET(ip) || !(flags & P_VIP)) return LEAVE;
	return vip ? TO_VIP : REFUSE;
}

static int refused(void) { errno = EACCES; return -1; }

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
	union any to;
	in_addr_t ip;
	in_port_t port;
	int rule;

	if (!flags || size > sizeof to || !read4((const void *)address, size, &ip, &port) || !(rule = bind_rule(ip, port)))
		return REAL(bind)(fd, address, size);
	memcpy(&to, address, size);
	if (to.sa.sa_family == AF_INET6 && !IN6_IS_ADDR_V4MAPPED(&to.in6.sin6_addr) && is_ipv6_only(fd)) {
		if (!ip) return REAL(bind)(fd, address, size);
		errno = EADDRNOTAVAIL;
		return -1;
	}
	if (rule == REFUSE) return refused();
	write4(&to, rule == TO_LOOP ? loop : vip);
	return REAL(bind)(fd, &to.sa, size);
}

/* A socket that has an address of its own keeps it. The port is chosen when it connects. */
static void start_from(int fd, in_addr_t ip)
{
	union any from;
	socklen_t size = sizeof from;
	int one = 1, saved = errno;
	in_addr_t now;
	in_port_t port;

	if (!REAL(getsockname)(fd, &from.sa, &size) && read4(&from, size, &now, &port) && !now && !port) {
		setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
		write4(&from, ip);
		REAL(bind)(fd, &from.sa, size);
	}
	errno = saved;
}

/* Brings `to` where it is to go. Not 0 where the call is refused. */
static int route(int fd, union any *to, socklen_t size)
{
	in_addr_t ip;
	in_port_t port;

	if (!flags || !read4(to, size, &ip, &port)) return 0;
	switch (route_rule(ip, port)) {
	case TO_LOOP:
		write4(to, loop);
		start_from(fd, loop);
		return 0;
	case TO_VIP:
		start_from(fd, vip);
		return 0;
	case REFUSE:
		return refused();
	}
	return 0;
}

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
	union any to;

	if (!flags || !address || size > sizeof to) return REAL(connect)(fd, address, size);
	memcpy(&to, address, size);
	return route(fd, &to, size) ? -1 : REAL(connect)(fd, &to.sa, size);
}

ssize_t sendto(int fd, const void *bytes, size_t length, int how, const struct sockaddr *address, socklen_t size)
{
	union any to;

	if (!flags || !address || size > sizeof to) return REAL(sendto)(fd, bytes, length, how, address, size);
	memcpy(&to, address, size);
	return route(fd, &to, size) ? -1 : REAL(sendto)(fd, bytes, length, how, &to.sa, size);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int how)
{
	struct msghdr other = *message;
	union any to;

	if (!flags || !message->msg_name || message->msg_namelen > sizeof to) return REAL(sendmsg)(fd, message, how);
	memcpy(&to, message->msg_name, message->msg_namelen);
	other.msg_name = &to;
	return route(fd, &to, message->msg_namelen) ? -1 : REAL(sendmsg)(fd, &other, how);
}

int sendmmsg(int fd, struct mmsghdr *messages, unsigned int count, int how)
{
	unsigned int sent = 0;

	if (!flags) return REAL(sendmmsg)(fd, messages, count, how);
	for (; sent < count; sent++) {
		ssize_t length = sendmsg(fd, &messages[sent].msg_hdr, how);
		if (length < 0) return sent ? (int)sent : -1;
		messages[sent].msg_len = length;
	}
	return sent;
}

/* For programs that must keep seeing 127.0.0.1. */
static void mask(void *address, const socklen_t *size)
{
	in_addr_t ip;
	in_port_t port;

	if ((flags & P_MASK) && address && size && read4(address, *size, &ip, &port) && ip == loop) write4(address, LOOPBACK);
}

int getsockname(int fd, struct sockaddr *address, socklen_t *size)
{
	int result = REAL(getsockname)(fd, address, size);
	if (!result) mask(address, size);
	return result;
}

int getpeername(int fd, struct sockaddr *address, socklen_t *size)
{
	int result = REAL(getpeername)(fd, address, size);
	if (!result) mask(address, size);
	return result;
}

int accept(int fd, struct sockaddr *address, socklen_t *size)
{
	int result = REAL(accept)(fd, address, size);
	if (result >= 0) mask(address, size);
	return result;
}

int accept4(int fd, struct sockaddr *address, socklen_t *size, int how)
{
	int result = REAL(accept4)(fd, address, size, how);
	if (result >= 0) mask(address, size);
	return result;
}

ssize_t recvfrom(int fd, void *bytes, size_t length, int how, struct sockaddr *address, socklen_t *size)
{
	ssize_t result = REAL(recvfrom)(fd, bytes, length, how, address, size);
	if (result >= 0) mask(address, size);
	return result;
}

ssize_t recvmsg(int fd, struct msghdr *message, int how)
{
	ssize_t result = REAL(recvmsg)(fd, message, how);
	if (result >= 0) mask(message->msg_name, &message->msg_namelen);
	return result;
}

/* The name calls: this machine's own name means the virtual IP. */
static const char *own_name(const char *name)
{
	static char own[256];

	if (!(flags & P_VIP) || !vip || gethostname(own, sizeof own - 1)) return 0;
	size_t first = strcspn(own, ".");
	return !name || !strcasecmp(name, own) || (strlen(name) == first && !strncasecmp(name, own, first)) ? own : 0;
}

static const char *vip_text(void)
{
	static char text[INET_ADDRSTRLEN];
	return inet_ntop(AF_INET, &vip, text, sizeof text);
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
	int isOwn = name && own_name(name) && !(hints && (hints->ai_family == AF_INET6 || (hints->ai_flags & AI_NUMERICHOST)));
	return REAL(getaddrinfo)(isOwn ? vip_text() : name, service, hints, found);
}

struct hostent *gethostbyname(const char *name)
{
	return REAL(gethostbyname)(name && own_name(name) ? vip_text() : name);
}

struct hostent *gethostbyaddr(const void *address, socklen_t size, int family)
{
	static char *none[] = { 0 }, *addresses[] = { (char *)&vip, 0 };
	static struct hostent own;
	const char *name;

	if (family != AF_INET || size != sizeof vip || memcmp(address, &vip, size) || !(name = own_name(0)))
		return REAL(gethostbyaddr)(address, size, family);
	own = (struct hostent){ (char *)name, none, AF_INET, sizeof vip, addresses };
	return &own;
}

int gethostbyname_r(const char *name, struct hostent *own, char *buffer, size_t size, struct hostent **found, int *error)
{
	return REAL(gethostbyname_r)(name && own_name(name) ? vip_text() : name, own, buffer, size, found, error);
}

int gethostbyaddr_r(const void *address, socklen_t length, int family, struct hostent *own, char *buffer, size_t size, struct hostent **found, int *error)
{
	/* In the caller's buffer: two lists, the address and the name. */
	struct { char *none[1], *addresses[2]; in_addr_t ip; char name[256]; } *held;
	size_t skip = -(size_t)buffer % _Alignof(__typeof__(*held));
	const char *name;

	if (family != AF_INET || length != sizeof vip || memcmp(address, &vip, length) || !(name = own_name(0)))
		return REAL(gethostbyaddr_r)(address, length, family, own, buffer, size, found, error);
	if (size < skip + sizeof *held) return ERANGE;
	held = (void *)(buffer + skip);
	memset(held, 0, sizeof *held);
	held->ip = vip;
	held->addresses[0] = (char *)&held->ip;
	strcpy(held->name, name);
	*own = (struct hostent){ held->name, held->none, AF_INET, sizeof vip, held->addresses };
	*found = own;
	return 0;
}

int getnameinfo(const struct sockaddr *address, socklen_t size, char *host, socklen_t hostSize, char *service, socklen_t serviceSize, int how)
{
	in_addr_t ip;
	in_port_t port;
	const char *name;
	int isOwn = host && hostSize && !(how & NI_NUMERICHOST) && read4((const void *)address, size, &ip, &port) && vip && ip == vip && (name = own_name(0));
	int result = REAL(getnameinfo)(address, size, host, hostSize, service, serviceSize, isOwn ? (how | NI_NUMERICHOST) & ~NI_NAMEREQD : how);

	if (!result && isOwn) {
		if (strlen(name) >= hostSize) return EAI_OVERFLOW;
		strcpy(host, name);
	}
	return result;
}
