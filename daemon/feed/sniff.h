// What bytes look like before anybody parses them. Private to the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace feed {

/// The charset parameter of a Content-Type, or empty. Views the argument.
[[nodiscard]] std::string_view charset_of(std::string_view content_type);

/// What the first bytes say of a format that is not text: "a PDF document, not a feed".
[[nodiscard]] std::optional<std::string> other_format(std::string_view bytes);

/// Why this text can be no feed, for a person: "the body is empty", "an HTML page, not a feed".
[[nodiscard]] std::optional<std::string> not_a_feed(std::string_view utf8);

/// Where the root element of a feed begins, if other markup stands before it near the beginning;
/// else 0.
[[nodiscard]] std::size_t feed_begins_at(std::string_view utf8);

enum class Syntax { xml, json };
[[nodiscard]] Syntax syntax_of(std::string_view utf8);

}  // namespace feed
