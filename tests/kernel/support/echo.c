/* A server and a client in one static binary, which no preloaded library can reach. TCP and UDP. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int type = strcmp(argv[2], "udp") ? SOCK_STREAM : SOCK_DGRAM, one = 1, fd = socket(AF_INET, type, 0);
	struct sockaddr_in loop = { .sin_family = AF_INET, .sin_port = htons(atoi(argv[3])) }, peer;
	socklen_t size = sizeof peer;
	char answer[200] = "hello";

	inet_pton(AF_INET, "127.0.0.1", &loop.sin_addr);
	if (!strcmp(argv[1], "server")) {
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, type == SOCK_STREAM ? sizeof one : 0);
		if (bind(fd, (void *)&loop, sizeof loop)) { perror("bind"); return 1; }
		if (type == SOCK_STREAM) listen(fd, 8);
		for (const char *who = getenv("VIPFARM_SESSION");;) {
			int to = type == SOCK_STREAM ? accept(fd, (void *)&peer, &size) : fd;
			if (to == fd) recvfrom(fd, answer, sizeof answer, 0, (void *)&peer, &size);
			snprintf(answer, sizeof answer, "%s", who ? who : "nobody");
			sendto(to, answer, strlen(answer), 0, to == fd ? (void *)&peer : 0, to == fd ? size : 0);
			if (to != fd) close(to);
		}
	}
	if (type == SOCK_STREAM && connect(fd, (void *)&loop, sizeof loop)) return 1;
	if (type == SOCK_DGRAM) sendto(fd, answer, 5, 0, (void *)&loop, sizeof loop);
	memset(answer, 0, sizeof answer);
	struct timeval patience = { 1, 0 };
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	if (recv(fd, answer, sizeof answer - 1, 0) <= 0) return 1;
	return puts(answer) < 0;
}
