#include "net/address_guard.h"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/fetch_once.h"
#include "net/visits.h"
#include "support/feed_server.h"

namespace {

using testing::HasSubstr;
using testing::Optional;
using visits::Visits;

TEST(AddressGuard, RefusesEveryBlockThatIsNotPublic) {
  const net::AddressGuard guard;
  for (const char* address : {"0.0.0.0",
                              "0.255.255.255",
                              "10.0.0.1",
                              "10.255.255.255",
                              "100.64.0.1",
                              "100.127.255.255",
                              "127.0.0.1",
                              "127.255.255.254",
                              "169.254.169.254",
                              "172.16.0.1",
                              "172.31.255.255",
                              "192.0.0.1",
                              "192.0.2.1",
                              "192.88.99.1",
                              "192.168.1.1",
                              "198.18.0.1",
                              "198.19.255.255",
                              "198.51.100.7",
                              "203.0.113.9",
                              "224.0.0.1",
                              "239.1.1.1",
                              "240.0.0.1",
                              "255.255.255.255",
                              "::",
                              "::1",
                              "::127.0.0.1",
                              "::ffff:127.0.0.1",
                              "::ffff:10.1.2.3",
                              "64:ff9b::7f00:1",
                              "64:ff9b::10.0.0.1",
                              "64:ff9b:1::1",
                              "100::1",
                              "2001:10::1",
                              "2001:20::1",
                              "2001:db8::1",
                              "2002:7f00:1::",
                              "2002:c0a8:101::1",
                              "2001:0:7f00:1::",
                              "2001:0:808:808::80ff:fffe",
                              "3fff::1",
                              "5f00::1",
                              "fc00::1",
                              "fdff::1",
                              "fe80::1",
                              "fe80::1%eth0",
                              "febf::1",
                              "fec0::1",
                              "feff::1",
                              "ff02::1",
                              "",
                              "nonsense",
                              "127.1",
                              "0x7f.0.0.1"}) {
    EXPECT_TRUE(guard.refusal(std::string_view(address)).has_value()) << address;
  }
}

TEST(AddressGuard, LetsPublicAddressesPass) {
  const net::AddressGuard guard;
  for (const char* address : {"1.1.1.1",         "8.8.8.8",
                              "9.255.255.255",   "11.0.0.0",
                              "100.63.255.255",  "100.128.0.0",
                              "126.255.255.255", "128.0.0.1",
                              "169.253.1.1",     "172.15.255.255",
                              "172.32.0.0",      "192.0.1.1",
                              "192.167.1.1",     "198.17.1.1",
                              "198.20.1.1",      "223.255.255.255",
                              "2606:4700::1111", "2a00:1450::1",
                              "::ffff:8.8.8.8",  "64:ff9b::8.8.8.8",
                              "2002:808:808::1", "2001:0:808:808::f7f7:f7f7"}) {
    EXPECT_FALSE(guard.refusal(std::string_view(address)).has_value())
        << address << ": " << guard.refusal(std::string_view(address)).value_or("");
  }
}

TEST(AddressGuard, SaysWhatItRefuses) {
  const net::AddressGuard guard;
  EXPECT_THAT(guard.refusal("127.0.0.1"), Optional(std::string("127.0.0.1 is a loopback address")));
  EXPECT_THAT(guard.refusal("::ffff:10.0.0.1"),
              Optional(HasSubstr("10.0.0.1 is a private address")));
}

TEST(AddressGuard, LetsPassWhatTheUserAllows) {
  const std::vector<std::string> blocks{"127.0.0.0/8", "fd00::/8", "192.168.7.4"};
  const auto guard = net::AddressGuard::with(blocks);
  ASSERT_TRUE(guard);
  for (const char* address : {"127.0.0.1", "::ffff:127.9.9.9", "fd12::1", "192.168.7.4"}) {
    EXPECT_FALSE(guard->refusal(std::string_view(address)).has_value()) << address;
  }
  for (const char* address : {"128.0.0.1", "192.168.7.5", "fc00::1", "10.0.0.1", "::1"}) {
    EXPECT_EQ(guard->refusal(std::string_view(address)).has_value(),
              std::string(address) != "128.0.0.1");
  }
}

TEST(AddressGuard, RefusesBlocksItCannotRead) {
  for (const char* block :
       {"", "/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "fd00::/129", "host/8", "10.0/8"}) {
    const std::vector<std::string> blocks{block};
    const auto guard = net::AddressGuard::with(blocks);
    ASSERT_FALSE(guard) << block;
    EXPECT_EQ(guard.error().cause, base::Cause::invalid);
    EXPECT_THAT(guard.error().message, HasSubstr("allow_private"));
  }
}

TEST(AddressGuard, RefusesPortsOfOtherServices) {
  const net::AddressGuard guard;
  for (const int port : {80, 443, 1024, 8000, 8080, 8443, 65535}) {
    EXPECT_FALSE(guard.refusal_of_port(port).has_value()) << port;
  }
  for (const int port :
       {-1, 0, 1, 22, 25, 110, 587, 1023, 2049, 3659, 5060, 6000, 6667, 6697, 10080, 65536}) {
    EXPECT_TRUE(guard.refusal_of_port(port).has_value()) << port;
  }
}

TEST(AddressGuard, LetsALowPortPassWhereTheAddressIsAllowed) {
  const std::vector<std::string> blocks{"127.0.0.0/8"};
  const auto guard = net::AddressGuard::with(blocks);
  ASSERT_TRUE(guard);
  EXPECT_FALSE(guard->refusal_to_dial("127.0.0.1", 81).has_value());
  EXPECT_TRUE(guard->refusal_to_dial("127.0.0.1", 6667).has_value());
  EXPECT_TRUE(guard->refusal_to_dial("8.8.8.8", 81).has_value());
}

TEST(AddressGuard, ReadsHostsAProxyWouldLookUp) {
  const net::AddressGuard guard;
  for (const char* host : {"127.0.0.1",
                           "2130706433",
                           "0x7f.1",
                           "0177.0.0.1",
                           "127.1",
                           "[::1]",
                           "localhost",
                           "LOCALHOST.",
                           "feeds.localhost",
                           "169.254.169.254",
                           "0"}) {
    EXPECT_TRUE(guard.refusal_of_host(host, 80).has_value()) << host;
  }
  EXPECT_FALSE(guard.refusal_of_host("example.org", 80).has_value());
  EXPECT_FALSE(guard.refusal_of_host("8.8.8.8", 80).has_value());
}

/// Ways to write addresses that lead to this machine; "%" is the port of the canary.
constexpr std::array spellings{
    "http://127.0.0.1:%/",
    "http://127.0.0.1.:%/",
    "http://127.1:%/",
    "http://127.0.1:%/",
    "http://127.000.000.001:%/",
    "http://2130706433:%/",
    "http://0x7f000001:%/",
    "http://0X7F000001:%/",
    "http://017700000001:%/",
    "http://0x7f.1:%/",
    "http://0x7f.0.0.1:%/",
    "http://0x7F.0x0.0x0.0x1:%/",
    "http://0177.0.0.1:%/",
    "http://0177.0.01:%/",
    "http://0177.1:%/",
    "http://00000177.0.0.1:%/",
    "http://127.0x0.0.1:%/",
    "http://127.0.0.0x1:%/",
    "http://127.65536:%/",
    "http://127.2:%/",
    "http://127.255.255.254:%/",
    "http://0:%/",
    "http://0.0.0.0:%/",
    "http://0x0:%/",
    "http://00:%/",
    "http://0.0:%/",
    "http://[::1]:%/",
    "http://[0:0:0:0:0:0:0:1]:%/",
    "http://[0000::0001]:%/",
    "http://[::]:%/",
    "http://[::ffff:127.0.0.1]:%/",
    "http://[::ffff:7f00:1]:%/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]:%/",
    "http://[::127.0.0.1]:%/",
    "http://[::7f00:1]:%/",
    "http://[64:ff9b::127.0.0.1]:%/",
    "http://[64:ff9b::7f00:1]:%/",
    "http://[2002:7f00:1::]:%/",
    "http://[2002:7f00:0001::1]:%/",
    "http://[fe80::1]:%/",
    "http://[fe80::1%25lo]:%/",
    "http://[fec0::1]:%/",
    "http://[fc00::1]:%/",
    "http://[ff02::1]:%/",
    "http://localhost:%/",
    "http://LOCALHOST:%/",
    "http://localhost.:%/",
    "http://lOcAlHoSt:%/",
    "http://ip6-localhost:%/",
    "http://ip6-loopback:%/",
    "http://feeds.localhost:%/",
    "http://user@127.0.0.1:%/",
    "http://user:pw@127.0.0.1:%/",
    "http://x.invalid@127.0.0.1:%/",
    "http://x.invalid:80@127.0.0.1:%/",
    "http://x.invalid%40@127.0.0.1:%/",
    "http://x.invalid#@127.0.0.1:%/",
    "http://127.0.0.1:%#@x.invalid/",
    "http://127.0.0.1:%/?x=@x.invalid",
    "http://127.0.0.1\\@x.invalid:%/",
    "http:\\\\127.0.0.1:%\\",
    "http:/127.0.0.1:%/",
    "http:127.0.0.1:%/",
    "http:///127.0.0.1:%/",
    "HTTP://127.0.0.1:%/",
    " http://127.0.0.1:%/ ",
    "http://127.0.0.1:%",
    "ht\ntp://127.0.0.1:%/",
    "http://127.0.0.1:0%/",
    "http://\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.0.0.1:%/",
    "http://127\xe3\x80\x82"
    "0.0.1:%/",
    "http://%31%32%37.0.0.1:%/",
    "http://\xe2\x93\x9b"
    "ocalhost:%/",
    "https://127.0.0.1:%/",
    "https://[::1]:%/",
};

std::string at_port(std::string_view spelling, int port) {
  std::string url(spelling);
  // A percent sign that begins an escape is no place for the port.
  for (std::size_t at = url.find('%'); at != std::string::npos; at = url.find('%', at + 1)) {
    const bool escape = at + 2 < url.size() &&
                        std::isxdigit(static_cast<unsigned char>(url[at + 1])) != 0 &&
                        std::isxdigit(static_cast<unsigned char>(url[at + 2])) != 0;
    if (!escape) {
      url.replace(at, 1, std::to_string(port));
    }
  }
  return url;
}

/// Where no resolver answers, a lookup must not hold the test.
net::ClientOptions impatient() {
  net::ClientOptions options = visits::options();
  options.limits.total = std::chrono::milliseconds(3000);
  return options;
}

TEST(Spellings, OfThisMachineReachNothingAsFeeds) {
  const support::FeedServer canary("", "0.0.0.0");
  Visits visits(impatient());
  for (const char* spelling : spellings) {
    net::Request request = Visits::request(at_port(spelling, canary.port()));
    request.feed.allow_private.clear();
    visits.client().start(std::move(request));
  }
  for (const net::Response& got : visits.collect(std::size(spellings))) {
    EXPECT_EQ(got.kind, net::Response::Kind::failed) << got.final_url;
  }
  EXPECT_EQ(canary.connections(), 0U);
}

TEST(Spellings, OfThisMachineReachNothingByRedirect) {
  // The entrance alone is allowed, on an address of loopback the canary does not have.
  const support::FeedServer entrance("", "127.9.9.9");
  const support::FeedServer canary("", "0.0.0.0");
  Visits visits(impatient());
  for (const char* spelling : spellings) {
    std::string escaped;
    for (const char c : at_port(spelling, canary.port())) {
      constexpr std::string_view digits = "0123456789ABCDEF";
      const auto byte = static_cast<unsigned char>(c);
      escaped += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
    net::Request request = Visits::request(entrance.url("/redirect?to=" + escaped));
    request.feed.allow_private = {"127.9.9.9"};
    visits.client().start(std::move(request));
  }
  for (const net::Response& got : visits.collect(std::size(spellings))) {
    EXPECT_EQ(got.kind, net::Response::Kind::failed) << got.final_url;
  }
  EXPECT_EQ(canary.connections(), 0U);
  EXPECT_GE(entrance.requests().size(), std::size(spellings));
}

TEST(Spellings, OfThisMachineReachNothingByPost) {
  const support::FeedServer canary("", "0.0.0.0");
  for (const char* spelling : spellings) {
    const auto url = base::Url::parse(at_port(spelling, canary.port()));
    if (url) {
      net::Post request;
      request.url = *url;
      EXPECT_FALSE(net::post(request, std::chrono::milliseconds(200))) << spelling;
    }
  }
  EXPECT_EQ(canary.connections(), 0U);
}

}  // namespace
