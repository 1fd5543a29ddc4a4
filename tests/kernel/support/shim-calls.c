/* Makes the calls that the preloaded library changes, once each, and prints which addresses it got. */
#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct sockaddr any;
static struct sockaddr_in at(const char *address, int port)
{
	struct sockaddr_in it = { .sin_family = AF_INET, .sin_port = port };
	inet_pton(AF_INET, address, &it.sin_addr);
	return it;
}

static void show(const char *call, const struct sockaddr_in *it)
{
	char text[INET_ADDRSTRLEN];
	printf("%s %s\n", call, inet_ntop(AF_INET, &it->sin_addr, text, sizeof text));
}

int main(int argc, char **argv)
{
	struct sockaddr_in loop = at("127.0.0.1", 0), all = at("0.0.0.0", 0), vip = at(argv[1], 0), it;
	socklen_t size = sizeof it;
	int server = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0), other = socket(AF_INET, SOCK_STREAM, 0);
	int in = socket(AF_INET, SOCK_DGRAM, 0), out = socket(AF_INET, SOCK_DGRAM, 0);
	char name[256] = "";

	bind(server, (any *)&loop, sizeof loop);
	getsockname(server, (any *)&it, &size);
	show("bind", &it);
	listen(server, 1);
	it = at("127.0.0.1", it.sin_port);
	connect(client, (any *)&it, sizeof it);
	getpeername(client, (any *)&it, &size);
	show("connect", &it);
	accept(server, (any *)&it, &size);
	show("accept", &it);
	bind(in, (any *)&loop, sizeof loop);
	getsockname(in, (any *)&it, &size);
	it = at("127.0.0.1", it.sin_port);
	sendto(out, "x", 1, 0, (any *)&it, sizeof it);
	recvfrom(in, name, 1, 0, (any *)&it, &size);
	show("sendto", &it);
	bind(other, (any *)&all, sizeof all);
	getsockname(other, (any *)&it, &size);
	show("bind-all", &it);

	struct addrinfo hints = { .ai_family = AF_INET }, *found;
	gethostname(name, sizeof name - 1);
	if (!getaddrinfo(name, 0, &hints, &found)) show("getaddrinfo", (void *)found->ai_addr);
	struct hostent *host = gethostbyaddr(&vip.sin_addr, sizeof vip.sin_addr, AF_INET);
	printf("gethostbyaddr %s\n", host && !strcmp(host->h_name, name) ? "own" : "other");
	char told[256] = "";
	getnameinfo((any *)&vip, sizeof vip, told, sizeof told, 0, 0, 0);
	printf("getnameinfo %s\n", !strcmp(told, name) ? "own" : "other");
	return 0;
}
