// Names of network services, so that a port may be written as one and means the same on every machine.
#include <algorithm>
#include <iterator>

#include "rules/constants.h"

namespace sysreel::rules {
namespace {

struct Service {
  std::string_view name;
  uint16_t port;
};

// Sorted by name.
// clang-format off
constexpr Service kServices[] = {
    {"acr-nema", 104}, {"afpovertcp", 548}, {"afs3-fileserver", 7000}, {"amanda", 10080}, {"amqp", 5672},
    {"amqps", 5671}, {"asf-rmcp", 623}, {"auth", 113}, {"bacula-dir", 9101}, {"bgp", 179}, {"biff", 512},
    {"bootpc", 68}, {"bootps", 67}, {"cfengine", 5308}, {"chargen", 19}, {"cisco-sccp", 2000},
    {"clearcase", 371}, {"cmip-agent", 164}, {"cmip-man", 163}, {"codaauth2", 370}, {"cvspserver", 2401},
    {"daap", 3689}, {"datametrics", 1645}, {"daytime", 13}, {"dhcpv6-client", 546},
    {"dhcpv6-server", 547}, {"discard", 9}, {"distcc", 3632}, {"domain", 53}, {"domain-s", 853},
    {"echo", 7}, {"epmap", 135}, {"epmd", 4369}, {"exec", 512}, {"fax", 4557}, {"finger", 79},
    {"ftp", 21}, {"ftp-data", 20}, {"ftps", 990}, {"ftps-data", 989}, {"gdomap", 538}, {"gds-db", 3050},
    {"git", 9418}, {"gnunet", 2086}, {"gnutella-svc", 6346}, {"gopher", 70}, {"gpsd", 2947},
    {"gris", 2135}, {"groupwise", 1677}, {"gsiftp", 2811}, {"gsigatekeeper", 2119}, {"http", 80},
    {"http-alt", 8080}, {"https", 443}, {"hylafax", 4559}, {"iax", 4569}, {"icpv2", 3130}, {"imap2", 143},
    {"imaps", 993}, {"ingreslock", 1524}, {"ipp", 631}, {"ipx", 213}, {"ircd", 6667}, {"ircs-u", 6697},
    {"isakmp", 500}, {"iscsi-target", 3260}, {"isns", 3205}, {"iso-tsap", 102}, {"kerberos", 88},
    {"kerberos-adm", 749}, {"kermit", 1649}, {"klogin", 543}, {"kpasswd", 464}, {"kshell", 544},
    {"l2f", 1701}, {"ldap", 389}, {"ldaps", 636}, {"ldp", 646}, {"login", 513}, {"lotusnote", 1352},
    {"mailq", 174}, {"mdns", 5353}, {"microsoft-ds", 445}, {"mon", 2583}, {"ms-sql-m", 1434},
    {"ms-sql-s", 1433}, {"ms-wbt-server", 3389}, {"mtn", 4691}, {"munin", 4949}, {"mysql", 3306},
    {"nbd", 10809}, {"netbios-dgm", 138}, {"netbios-ns", 137}, {"netbios-ssn", 139}, {"netstat", 15},
    {"nfs", 2049}, {"nntp", 119}, {"nntps", 563}, {"nqs", 607}, {"ntalk", 518}, {"ntp", 123},
    {"nut", 3493}, {"openvpn", 1194}, {"pawserv", 345}, {"pop3", 110}, {"pop3s", 995},
    {"postgresql", 5432}, {"printer", 515}, {"proofd", 1093}, {"ptp-event", 319}, {"ptp-general", 320},
    {"puppet", 8140}, {"qmqp", 628}, {"qmtp", 209}, {"qotd", 17}, {"radius", 1812}, {"radius-acct", 1813},
    {"redis", 6379}, {"remctl", 4373}, {"rmiregistry", 1099}, {"rootd", 1094}, {"route", 520},
    {"rpc2portmap", 369}, {"rsync", 873}, {"rtcm-sc104", 2101}, {"rtsp", 554}, {"sa-msg-port", 1646},
    {"saft", 487}, {"shell", 514}, {"silc", 706}, {"sip", 5060}, {"sip-tls", 5061}, {"smtp", 25},
    {"smux", 199}, {"snmp", 161}, {"snmp-trap", 162}, {"snpp", 444}, {"socks", 1080}, {"ssh", 22},
    {"submission", 587}, {"submissions", 465}, {"sunrpc", 111}, {"suucp", 4031}, {"svn", 3690},
    {"svrloc", 427}, {"syslog", 514}, {"sysrqd", 4094}, {"systat", 11}, {"tacacs", 49}, {"talk", 517},
    {"tcpmux", 1}, {"telnet", 23}, {"telnets", 992}, {"tfido", 60177}, {"tftp", 69}, {"time", 37},
    {"tinc", 655}, {"uucp", 540}, {"venus", 2430}, {"who", 513}, {"whois", 43}, {"x11", 6000},
    {"xdmcp", 177}, {"xmpp-client", 5222}, {"xmpp-server", 5269}, {"xtel", 1313}, {"z3950", 210},
    {"zabbix-agent", 10050}, {"zabbix-trapper", 10051}, {"zebra", 2601}, {"zserv", 346},
};
// clang-format on

}  // namespace

std::optional<uint16_t> service_port(std::string_view name) {
  const auto* at =
      std::lower_bound(std::begin(kServices), std::end(kServices), name,
                       [](const Service& service, std::string_view n) { return service.name < n; });
  if (at == std::end(kServices) || at->name != name) return std::nullopt;
  return at->port;
}

}  // namespace sysreel::rules
