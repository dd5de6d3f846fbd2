// A feed: what the configuration says of it, and what is remembered of it between visits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/secret.h"
#include "base/time.h"
#include "model/visit.h"

namespace model {

/// What of a feed's first document may alert: nothing, everything, the newest N, or what is younger
/// than an age by a plausible date of its own.
struct Backlog {
  enum class Kind { none, all, count, age };
  Kind kind = Kind::none;
  std::int64_t count = 0;
  base::Seconds age{0};

  bool operator==(const Backlog&) const = default;
};

struct Header {
  std::string name;
  base::Secret value;

  bool operator==(const Header&) const = default;
};

/// A feed as configured. `id` is its identity; another address under the same id is the same feed.
struct Feed {
  enum class Source { web, file };

  std::string id;
  Source source = Source::web;
  std::string address;          ///< an absolute http(s) URL without user info, or an absolute path
  bool secret_address = false;  ///< the address was given as a secret and is not handed on
  std::optional<base::Seconds> every;  ///< absent: the default interval, later the learned one
  Backlog backlog;
  std::optional<base::Seconds> keep;  ///< how long content stays; absent: as configured for all
  std::vector<std::string> tags;
  std::string language;  ///< BCP 47; empty: unknown
  bool enabled = true;
  bool operated_by_me = false;  ///< the publisher's cache lifetime may be overridden

  std::string user_agent;  ///< empty: ours
  std::vector<Header> headers;
  std::string user;  ///< basic authentication, with password
  base::Secret password;
  base::Secret token;     ///< bearer authentication
  std::string proxy;      ///< empty: none, whatever the environment says
  bool insecure = false;  ///< certificates are not verified
  bool http2 = true;
  std::vector<std::string> allow_private;  ///< CIDR blocks the address guard lets pass
  std::size_t max_size = 10U << 20U;       ///< bytes, of the body and on the wire

  bool operator==(const Feed&) const = default;
};

/// Politeness overridden for a host one operates.
struct HostRule {
  std::string host;  ///< lower case, without port
  base::Seconds spacing{1};
  int connections = 1;

  bool operator==(const HostRule&) const = default;
};

/// What of its items a feed is trusted to tell them apart by. Where guids turn out to be of no use,
/// links do; where links are shared too, link and title together.
enum class Identity { guid, link, link_title };

[[nodiscard]] constexpr const char* word(Identity identity) {
  switch (identity) {
    case Identity::guid:
      return "guid";
    case Identity::link:
      return "link";
    case Identity::link_title:
      return "link-title";
  }
  return "guid";
}

/// What the store remembers of a feed.
struct FeedState {
  base::FeedId row;
  std::string id;
  base::TimePoint next_at;
  std::optional<base::TimePoint> last_attempt;
  std::optional<base::TimePoint> last_success;
  std::optional<base::TimePoint> last_new;  ///< when an item was last new
  bool baseline_done = false;               ///< a first document was read; what comes now may alert
  Validators validators;
  std::string body_hash;  ///< tells the last body that parsed from the next; or empty
  int failures = 0;       ///< visits in a row that failed
  Trouble trouble;        ///< of the last visit
  std::optional<base::TimePoint> trouble_since;
  std::string title;  ///< as the feed names itself
  std::string link;   ///< its site
  std::string format;
  std::string next_reason;  ///< why next_at is what it is, in words
  std::int64_t items = 0;
  Identity identity = Identity::guid;
  std::optional<base::TimePoint> identity_unclean;  ///< when guids were last seen to be of no use
  std::int64_t usual_new = 0;  ///< so many new items at once are nothing special for this feed
  std::string held;            ///< keys of some items that came under new names, 16 bytes each
  std::optional<base::TimePoint> held_at;  ///< when those were held back; nothing: they were not
  std::int64_t lease_epoch = 0;

  bool operator==(const FeedState&) const = default;
};

}  // namespace model
