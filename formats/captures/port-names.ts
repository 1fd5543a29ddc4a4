/**
 * Names that tools print instead of port numbers, as the services file of Windows and Linux has them (IANA's registry).
 * Only names with one meaning on both systems are here: another name leaves the port unknown.
 */
const PORT_NAMES = new Map<string, number>(
  `ftp-data 20,ftp 21,ssh 22,telnet 23,smtp 25,time 37,nameserver 42,domain 53,bootps 67,bootpc 68,tftp 69,gopher 70,
finger 79,http 80,kerberos 88,pop3 110,sunrpc 111,auth 113,nntp 119,ntp 123,epmap 135,netbios-ns 137,nbname 137,
netbios-dgm 138,nbdatagram 138,netbios-ssn 139,nbsession 139,imap 143,imap2 143,snmp 161,snmptrap 162,snmp-trap 162,
bgp 179,irc 194,ldap 389,https 443,microsoft-ds 445,kpasswd 464,isakmp 500,syslog 514,printer 515,router 520,
submission 587,ipp 631,ldaps 636,kerberos-adm 749,rsync 873,domain-s 853,ftps-data 989,ftps 990,imaps 993,pop3s 995,
socks 1080,openvpn 1194,ms-sql-s 1433,ms-sql-m 1434,ica 1494,citrix-ica 1494,l2tp 1701,h323gatestat 1719,
h323hostcall 1720,pptp 1723,radius 1812,ssdp 1900,nfs 2049,ms-olap4 2383,citriximaclient 2598,mysql 3306,
msft-gc 3268,msft-gc-ssl 3269,ms-wbt-server 3389,svn 3690,ws-discovery 3702,sip 5060,sip-tls 5061,sips 5061,mdns 5353,
postgresql 5432,llmnr 5355,wsd 5357,wsdapi 5357,wsdapi-s 5358,vnc-server 5900,winrm 5985,wsman 5985,wsmans 5986,x11 6000,
http-alt 8080,http-proxy 8080,pcsync-https 8443,webcache 8080`
    .split(',')
    .map((entry) => entry.trim().split(' '))
    .map(([name = '', port = '']) => [name, Number(port)]),
)

/** The port a name stands for, or undefined. Names compare without case. */
export function portOfName(name: string): number | undefined {
  return PORT_NAMES.get(name.toLowerCase())
}
