#include "net/answer_head.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "net/request.h"

namespace net {
namespace {

/// Two different values of a header that may stand once mean neither can be trusted.
void keep_validator(std::string& member, std::string_view value) {
  if (member.empty()) {
    member = fit_validator(value);
  } else if (member != value) {
    member.clear();
  }
}

void keep_first(std::string& member, std::string_view value) {
  if (member.empty()) {
    member = value;
  }
}

void join(std::string& member, std::string_view value) {
  if (!member.empty()) {
    member += ',';
  }
  member += value;
}

}  // namespace

std::string_view fit_validator(std::string_view value) {
  const bool control = std::any_of(value.begin(), value.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20U || byte == 0x7fU;
  });
  return control || value.size() > max_validator ? std::string_view() : value;
}

bool AnswerHead::take(std::string_view line) {
  if (line.starts_with("HTTP/")) {
    begin(line);
    return true;
  }
  if (++lines > max_headers) {
    return false;
  }
  if (line == "\r\n" || line == "\n") {
    complete = true;
    return true;
  }
  const std::size_t colon = line.find(':');
  if (complete || colon == std::string_view::npos) {
    return true;  // trailers change nothing; a folded line belongs to a header nobody folds today
  }
  keep(line.substr(0, colon), base::trim(line.substr(colon + 1)));
  return true;
}

void AnswerHead::begin(std::string_view status_line) {
  const std::size_t seen = lines + 1;
  *this = AnswerHead{};
  lines = seen;  // an endless row of 1xx answers is a flood, too
  const std::size_t space = status_line.find(' ');
  if (space != std::string_view::npos) {
    status = static_cast<int>(base::parse_number(status_line.substr(space + 1, 3)).value_or(0));
  }
}

void AnswerHead::keep(std::string_view name, std::string_view value) {
  using base::equal_ignoring_case;
  if (equal_ignoring_case(name, "etag")) {
    keep_validator(etag, value);
  } else if (equal_ignoring_case(name, "last-modified")) {
    keep_validator(last_modified, value);
  } else if (equal_ignoring_case(name, "content-length")) {
    content_length =
        static_cast<std::size_t>(std::max<std::int64_t>(base::parse_number(value).value_or(0), 0));
  } else if (equal_ignoring_case(name, "cache-control")) {
    join(times.cache_control, value);
  } else {
    struct Named {
      std::string_view name;
      std::string* member;
    };
    const std::array<Named, 8> singles{{{"location", &location},
                                        {"content-type", &content_type},
                                        {"content-location", &content_location},
                                        {"cf-mitigated", &cf_mitigated},
                                        {"expires", &times.expires},
                                        {"date", &times.date},
                                        {"age", &times.age},
                                        {"retry-after", &times.retry_after}}};
    const auto* const found =
        std::find_if(singles.begin(), singles.end(), [&](const Named& single) {
          return equal_ignoring_case(single.name, name);
        });
    if (found != singles.end()) {
      keep_first(*found->member, value);
    }
  }
}

}  // namespace net
