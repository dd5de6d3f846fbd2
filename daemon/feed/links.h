// Links made absolute, and the base they are read against. Private to the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/url.h"
#include "feed/parse.h"

namespace feed {

class LinkBase final {
 public:
  LinkBase() = default;

  /// Content-Location against the URL, else the URL, else nothing.
  explicit LinkBase(const Hints& hints);

  /// The base inside an element whose xml:base is `reference`; the same if that cannot be read.
  [[nodiscard]] LinkBase within(std::string_view reference) const;

  /// Absolute where it can be; as written (without white space around it) where there is no base;
  /// empty for what runs code instead of leading somewhere.
  [[nodiscard]] std::string absolute(std::string_view reference) const;

  /// The same of an attribute that is there: an empty one means the base itself (RFC 3986, section
  /// 4.4), if the document declares one. The address of the document is where no item is.
  [[nodiscard]] std::string absolute_href(std::string_view href) const;

 private:
  std::optional<base::Url> url_;
  bool declared_ = false;  ///< by xml:base
};

/// Whether a text is an http or https URL, as a guid that is a permanent link is.
[[nodiscard]] bool is_web_url(std::string_view text);

}  // namespace feed
