// What a transfer tells libcurl before each hop.

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "net/transfer.h"

namespace net {
namespace {

constexpr const char* accept_header =
    "Accept: application/atom+xml, application/rss+xml;q=0.9, application/feed+json;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1";

constexpr long longest_connection_s = 600;

/// Headers that are ours or libcurl's to write; a configured one would break the request or our
/// limits.
bool may_be_configured(const model::Header& header) {
  constexpr std::array<std::string_view, 10> ours{"host",
                                                  "connection",
                                                  "content-length",
                                                  "transfer-encoding",
                                                  "upgrade",
                                                  "accept-encoding",
                                                  "if-none-match",
                                                  "if-modified-since",
                                                  "expect",
                                                  "range"};
  const auto odd = [](char c) {
    return c <= ' ' || c == ':' || static_cast<unsigned char>(c) >= 0x7fU;
  };
  const auto breaks = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
  const std::string& value = header.value.reveal();
  return !header.name.empty() && std::none_of(header.name.begin(), header.name.end(), odd) &&
         std::none_of(value.begin(), value.end(), breaks) &&
         std::none_of(ours.begin(), ours.end(), [&](std::string_view name) {
           return base::equal_ignoring_case(name, header.name);
         });
}

std::string without_user(const base::Url& url) {
  return url.origin() + url.path() + url.query();
}

}  // namespace

void Transfer::set_policy(Easy& easy, base::SteadyPoint now) {
  using std::chrono::milliseconds;
  const TimeLimits& limits = options_.limits;
  const auto left = std::chrono::ceil<milliseconds>(began_ + limits.total - now);
  easy.set(CURLOPT_URL, without_user(url_));
  easy.set(CURLOPT_NOSIGNAL, 1L);
  easy.set(CURLOPT_MAXLIFETIME_CONN, longest_connection_s);
  easy.set(CURLOPT_QUICK_EXIT, 1L);  // a slow resolver must not hold the loop
  easy.set(CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
  easy.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(left, limits.connect).count()));
  easy.set(CURLOPT_LOW_SPEED_LIMIT, slow_bytes);
  easy.set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(limits.slow.count()));
  // An empty proxy switches those of the environment off.
  easy.set(CURLOPT_PROXY, request_.feed.proxy);
  if (request_.feed.proxy.empty()) {
    install(dialling_, easy);
  } else {
    easy.set(CURLOPT_PROTOCOLS_STR, "http,https");
    easy.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  }
  if (url_.scheme() != "https") {
    easy.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    return;
  }
  // With the built-in folder of certificates libcurl would read the bundle again at every
  // handshake.
  easy.set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  easy.set(CURLOPT_CAINFO, options_.ca_file);
  if (request_.feed.insecure) {
    easy.set(CURLOPT_SSL_VERIFYPEER, 0L);
    easy.set(CURLOPT_SSL_VERIFYHOST, 0L);
  }
  const bool http2 = request_.feed.http2 && manner_ == Manner::usual;
  easy.set(CURLOPT_HTTP_VERSION,
           static_cast<long>(http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
  easy.set(CURLOPT_PIPEWAIT, http2 ? 1L : 0L);
}

void Transfer::set_who(Easy& easy) {
  const model::Feed& feed = request_.feed;
  easy.set(CURLOPT_USERAGENT, feed.user_agent.empty() ? options_.user_agent : feed.user_agent);
  if (url_.origin() != home_.origin() || feed.user.empty()) {
    return;
  }
  easy.set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
  easy.set(CURLOPT_USERNAME, feed.user);
  easy.set(CURLOPT_PASSWORD, feed.password.reveal());
}

bool Transfer::add_configured_headers() {
  bool own_accept = false;
  for (const model::Header& header : request_.feed.headers) {
    if (!may_be_configured(header)) {
      continue;
    }
    const std::string& value = header.value.reveal();
    own_accept = own_accept || base::equal_ignoring_case(header.name, "accept");
    headers_.add(value.empty() ? header.name + ";" : header.name + ": " + value);
  }
  const std::string_view token = request_.feed.token.reveal();
  if (!token.empty() && token.find_first_of("\r\n") == std::string_view::npos) {
    headers_.add("Authorization: Bearer " + std::string(token));
  }
  return own_accept;
}

void Transfer::add_validators() {
  const std::string_view etag = fit_validator(request_.validators.etag);
  const std::string_view last_modified = fit_validator(request_.validators.last_modified);
  if (!etag.empty()) {
    headers_.add("If-None-Match: " + std::string(etag));
  }
  if (!last_modified.empty()) {
    headers_.add("If-Modified-Since: " + std::string(last_modified));
  }
  asked_validators_ = !etag.empty() || !last_modified.empty();
}

void Transfer::set_headers(Easy& easy) {
  const bool plain = manner_ == Manner::plain;
  headers_.clear();
  const bool own_accept = url_.origin() == home_.origin() && add_configured_headers();
  if (!own_accept) {
    headers_.add(plain ? "Accept: */*" : accept_header);
  }
  asked_validators_ = false;
  if (request_.validators.origin == url_.origin()) {
    add_validators();
  }
  easy.set(CURLOPT_HTTPHEADER, static_cast<void*>(headers_.get()));
  easy.set(CURLOPT_ACCEPT_ENCODING, plain ? "identity" : usable_encodings().c_str());
}

void Transfer::set_callbacks(Easy& easy) {
  void* const self = this;
  easy.set(CURLOPT_ERRORBUFFER, static_cast<void*>(detail_.data()));
  easy.set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  easy.set(CURLOPT_HEADERDATA, self);
  easy.set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  easy.set(CURLOPT_WRITEDATA, self);
  easy.set(CURLOPT_NOPROGRESS, 0L);
  easy.set(CURLOPT_XFERINFOFUNCTION, &Transfer::on_progress);
  easy.set(CURLOPT_XFERINFODATA, self);
}

}  // namespace net
