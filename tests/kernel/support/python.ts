/** What programs in sessions do. Python, because it calls the system's functions as they are. */

/** Listens, says where, and answers each connection with its session and what it sees of both ends. */
export const server = (port: number, address = '127.0.0.1', family = 'AF_INET'): string => `
import os, socket
s = socket.socket(socket.${family}, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("${address}", ${port}))
s.listen(16)
print(s.getsockname()[0], flush=True)
while True:
    c, peer = s.accept()
    c.sendall(("%s %s %s" % (os.environ["VIPFARM_SESSION"], c.getsockname()[0], peer[0])).encode())
    c.close()
`

/** Connects and prints what the server said. */
export const client = (port: number, address = '127.0.0.1', family = 'AF_INET'): string => `
import socket
c = socket.socket(socket.${family}, socket.SOCK_STREAM)
c.connect(("${address}", ${port}))
print(c.recv(100).decode(), "|", c.getsockname()[0], c.getpeername()[0])
`

export const udpServer = (port: number, address = '127.0.0.1'): string => `
import os, socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("${address}", ${port}))
print(s.getsockname()[0], flush=True)
while True:
    data, peer = s.recvfrom(100)
    s.sendto(("%s %s" % (os.environ["VIPFARM_SESSION"], peer[0])).encode(), peer)
`

/** Sends without connecting, and prints the answer and where it came from. */
export const udpClient = (port: number, address = '127.0.0.1'): string => `
import socket
c = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
c.settimeout(5)
c.sendto(b"hello", ("${address}", ${port}))
data, source = c.recvfrom(100)
print(data.decode(), "|", source[0])
`

/** Binds and prints where, or the name of the error. */
export const bind = (address: string, port: number, family = 'AF_INET', before = ''): string => `
import errno, socket
s = socket.socket(socket.${family}, socket.SOCK_STREAM)
${before}
try:
    s.bind(("${address}", ${port}))
    print(s.getsockname()[0])
except OSError as error:
    print(errno.errorcode[error.errno])
`
