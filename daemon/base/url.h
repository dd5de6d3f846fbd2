// An absolute URL, taken apart leniently, as feeds write them, and put together canonically.
// Syntax after RFC 3986 with the WHATWG URL Standard's repairs: surrounding white space and inner
// tabs and line breaks vanish, spaces and other characters that may not stand are percent-encoded,
// backslashes in http(s) URLs become slashes, scheme and host are lower-cased, default ports
// dropped.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace base {

/// A value. Equality means the same canonical text.
class Url {
 public:
  Url() = default;  ///< empty; only good for being assigned to

  static constexpr std::size_t max_length = 8192;

  /// Fails on what is relative, longer than max_length, or has no host where the scheme wants one.
  [[nodiscard]] static Result<Url> parse(std::string_view text);

  /// The reference read against this URL (RFC 3986, section 5.2).
  [[nodiscard]] Result<Url> resolve(std::string_view reference) const;

  [[nodiscard]] const std::string& str() const { return text_; }
  [[nodiscard]] const std::string& scheme() const { return scheme_; }
  [[nodiscard]] const std::string& host() const { return host_; }  ///< brackets kept around IPv6
  [[nodiscard]] int port() const {
    return port_;
  }  ///< the scheme's own if none is written; 0: unknown
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::string& query() const { return query_; }  ///< with its "?", or empty
  [[nodiscard]] const std::string& fragment() const {
    return fragment_;
  }  ///< with its "#", or empty
  [[nodiscard]] const std::string& user_info() const {
    return user_info_;
  }  ///< "user:password", or empty

  /// "https://host:port": whom credentials and validators belong to (RFC 6454).
  [[nodiscard]] std::string origin() const;

  /// Fit for a log or a screen: no user info, the values of a query as "***".
  [[nodiscard]] std::string display() const;

  [[nodiscard]] bool empty() const { return text_.empty(); }
  bool operator==(const Url& other) const { return text_ == other.text_; }

 private:
  std::string text_;
  std::string scheme_;
  std::string user_info_;
  std::string host_;
  int port_ = 0;
  std::string path_;
  std::string query_;
  std::string fragment_;
};

}  // namespace base
