// What the two halves of Section have in common. Private to the room.
#pragma once

#include <string>
#include <string_view>

#include "settings/document.h"

namespace settings::asking {

using Value = Section::Value;

/// A key as problems name it.
[[nodiscard]] std::string ticked(std::string_view key);

void say(const Value& node, const Place& place, std::string message);
void say_no_value(const Value& value, std::string_view key);

/// The value under the key, which from now on is a known one.
[[nodiscard]] const Value* ask(const Value& mapping, std::string_view key);

}  // namespace settings::asking
