// The feeds: one mapping of the configuration to one model::Feed.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <arpa/inet.h>

#include "base/text.h"
#include "settings/gathering.h"
#include "settings/headers.h"
#include "settings/load.h"
#include "settings/slug.h"
#include "settings/words.h"

namespace settings {
namespace {

constexpr base::Seconds shortest_every{60};
constexpr base::Seconds longest_every{30LL * 24 * 60 * 60};
constexpr std::int64_t most_backlog = 1'000'000;
constexpr std::int64_t least_body = 1024;
constexpr std::int64_t most_body = std::int64_t{1} << 30U;

constexpr std::array<std::string_view, 3> later_keys{"exec", "certificate", "identity"};
constexpr std::array<std::string_view, 11> web_keys{"user_agent",
                                                    "headers",
                                                    "user",
                                                    "password",
                                                    "token",
                                                    "proxy",
                                                    "insecure",
                                                    "http2",
                                                    "allow_private",
                                                    "operated_by_me",
                                                    "allow_inline"};

/// "10.0.0.0/8", "fd00::/8", or one address.
bool is_cidr(const std::string& text) {
  const std::size_t slash = text.find('/');
  const std::string address = text.substr(0, slash);
  std::array<unsigned char, 16> bytes{};
  std::int64_t bits = 0;
  if (::inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) bits = 32;
  if (::inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1) bits = 128;
  if (bits == 0) return false;
  if (slash == std::string::npos) return true;
  const auto prefix = base::parse_number(std::string_view(text).substr(slash + 1));
  return prefix && *prefix >= 0 && *prefix <= bits;
}

std::string percent_decoded(std::string_view text) {
  const auto value = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  std::string decoded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool escape = text[at] == '%' && at + 2 < text.size() && value(text[at + 1]) >= 0 &&
                        value(text[at + 2]) >= 0;
    if (escape) {
      decoded += static_cast<char>(value(text[at + 1]) * 16 + value(text[at + 2]));
      at += 2;
    } else {
      decoded += text[at];
    }
  }
  return decoded;
}

/// Reads one feed.
class Reader final {
 public:
  Reader(const Section& section, Origin origin, Gathering& all)
      : section_(section), origin_(origin), all_(all) {}

  void read() {
    refuse_later_keys();
    read_id();
    read_source();
    read_schedule();
    read_labels();
    if (feed_.source == model::Feed::Source::web) {
      read_login();
      read_transport();
      if (const auto headers = section_.section("headers")) feed_.headers = read_headers(*headers);
    } else {
      refuse_web_keys();
    }
    section_.finish();
    if (addressed_) add();
  }

 private:
  void refuse_later_keys() const {
    for (const Located& key : section_.keys()) {
      if (std::find(later_keys.begin(), later_keys.end(), key.text) == later_keys.end()) continue;
      section_.problem(key.place,
                       "`" + key.text + "` is not there yet; a feed has `url` or `file`");
      (void)section_.has(key.text);  // told, and so no unknown key
    }
  }

  void read_id() {
    const auto id = section_.text("id");
    if (!id) return;
    const Place place = section_.place_of("id");
    if (!is_plain_name(*id)) {
      section_.problem(place, "`id` must be " + std::string(plain_name_rule));
    } else {
      (void)first_of(all_.feed_ids, section_, {*id, place}, "a feed \"" + *id + "\"");
      feed_.id = *id;
    }
  }

  void read_source() {
    const bool url = section_.has("url");
    const bool file = section_.has("file");
    if (url && file) {
      section_.problem(section_.place_of("file"), "a feed has `url` or `file`, not both");
    } else if (file) {
      read_file();
    } else if (url) {
      read_url();
    } else {
      section_.problem(section_.place(),
                       "a feed needs `url`, or `file` for one that is a file here");
    }
  }

  void read_file() {
    feed_.source = model::Feed::Source::file;
    const auto path = section_.input_path("file");
    if (origin_ == Origin::included) {
      section_.problem(section_.place_of("file"),
                       "a `file` feed is taken from the main configuration only; write it there");
      return;
    }
    if (!path) return;
    feed_.address = path->string();
    slug_ = slug_of_path(section_.text("file").value_or(""));
    addressed_ = true;
  }

  void read_url() {
    const auto url = section_.url("url", {"http", "https"});
    if (!url) return;
    feed_.address = url->str();
    feed_.secret_address = section_.is_reference("url");
    slug_ = slug_of(*url);
    addressed_ = true;
    const std::string& info = url->user_info();
    if (info.empty()) return;
    const std::size_t at = feed_.address.find("//") + 2;
    feed_.address.erase(at, info.size() + 1);
    const std::size_t colon = std::min(info.find(':'), info.size());
    feed_.user = percent_decoded(info.substr(0, colon));
    if (colon < info.size()) feed_.password = base::Secret(percent_decoded(info.substr(colon + 1)));
  }

  void read_schedule() {
    feed_.every = section_.span("every", shortest_every, longest_every);
    feed_.keep = section_.span("keep", shortest_keep, longest_keep);
    feed_.enabled = section_.flag("enabled").value_or(feed_.enabled);
    const auto size = section_.size("max_size", least_body, most_body);
    if (size) feed_.max_size = static_cast<std::size_t>(*size);
    const auto backlog = section_.text("backlog");
    if (!backlog) return;
    const auto count = base::parse_number(*backlog);
    const auto age = base::parse_span(*backlog);
    if (*backlog == "all") {
      feed_.backlog.kind = model::Backlog::Kind::all;
    } else if (count && *count > 0 && *count <= most_backlog && !backlog->starts_with('0')) {
      feed_.backlog = {model::Backlog::Kind::count, *count, {}};
    } else if (age && *age > base::Seconds(0)) {
      feed_.backlog = {model::Backlog::Kind::age, 0, *age};
    } else if (*backlog != "none" && *backlog != "0") {
      section_.problem(
          section_.place_of("backlog"),
          "`backlog` must be none, all, a number of items such as 10, or an age such as "
          "24h, not \"" +
              base::shorten(base::printable(*backlog), 60) + "\"");
    }
  }

  void read_labels() {
    for (const Located& tag : section_.list("tags")) {
      if (!is_plain_text(tag.text)) {
        section_.problem(tag.place,
                         "a tag must be 1 to 100 characters without white space around them");
      } else if (std::find(feed_.tags.begin(), feed_.tags.end(), tag.text) == feed_.tags.end()) {
        feed_.tags.push_back(tag.text);
      }
    }
    feed_.language = read_language(section_);
  }

  void read_login() {
    if (auto user = section_.text("user")) feed_.user = *std::move(user);
    if (auto password = section_.secret("password")) feed_.password = *std::move(password);
    if (auto token = section_.secret("token")) feed_.token = *std::move(token);
    if (section_.has("password") && feed_.user.empty() && !section_.has("user")) {
      section_.problem(section_.place_of("password"), "`password` needs `user` beside it");
    }
    if (section_.has("token") && !feed_.user.empty()) {
      section_.problem(section_.place_of("token"),
                       "a feed has `token`, or `user` and `password`, not both");
    }
    for (const auto& [key, value] :
         {std::pair{"token", &feed_.token}, {"password", &feed_.password}}) {
      if (!is_one_line(value->reveal())) {
        section_.problem(section_.place_of(key), "`" + std::string(key) + "` must be one line");
      }
    }
  }

  void read_transport() {
    feed_.user_agent = section_.text("user_agent").value_or("");
    if (const auto proxy = section_.url("proxy", {"http", "https", "socks5", "socks5h"})) {
      feed_.proxy = proxy->str();
    }
    feed_.insecure = section_.flag("insecure").value_or(feed_.insecure);
    feed_.http2 = section_.flag("http2").value_or(feed_.http2);
    feed_.operated_by_me = section_.flag("operated_by_me").value_or(feed_.operated_by_me);
    for (const Located& block : section_.list("allow_private")) {
      if (is_cidr(block.text)) {
        feed_.allow_private.push_back(block.text);
      } else {
        section_.problem(block.place,
                         "\"" + base::shorten(base::printable(block.text), 60) +
                             "\" is not a block of addresses; write it as 10.0.0.0/8 or fd00::/8");
      }
    }
  }

  void refuse_web_keys() const {
    for (const std::string_view key : web_keys) {
      if (!section_.has(key)) continue;
      section_.problem(section_.place_of(key),
                       "`" + std::string(key) + "` says nothing of a `file` feed; remove it");
    }
  }

  void add() {
    if (all_.settings.feeds.size() >= max_feeds) {
      section_.problem(section_.place(),
                       "there are more than " + std::to_string(max_feeds) + " feeds");
      return;
    }
    const char* source = feed_.source == model::Feed::Source::web ? "url" : "file";
    (void)first_of(
        all_.feed_addresses, section_, {feed_.address, section_.place_of(source)}, "this feed");
    if (feed_.id.empty()) all_.unnamed.push_back({all_.settings.feeds.size(), slug_});
    all_.settings.feeds.push_back(std::move(feed_));
  }

  const Section& section_;
  Origin origin_;
  Gathering& all_;
  model::Feed feed_;
  std::string slug_;
  bool addressed_ = false;
};

}  // namespace

void read_feeds(const Section& file, Origin origin, Gathering& all) {
  for (const Section& section : file.sections("feeds")) {
    Reader(section, origin, all).read();
  }
}

void name_feeds(Gathering& all) {
  for (const Gathering::Unnamed& unnamed : all.unnamed) {
    std::string id = unnamed.slug;
    int& number = all.slug_numbers[unnamed.slug];  // of the last one with this slug
    while (!all.feed_ids.emplace(id, Place{}).second) {
      number = std::max(number, 1) + 1;
      id = unnamed.slug + "-" + std::to_string(number);
    }
    all.settings.feeds[unnamed.feed].id = id;
  }
}

}  // namespace settings
