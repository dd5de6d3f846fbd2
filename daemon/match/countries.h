// Countries by all their names, as Unicode CLDR has them (design: query language, Countries). The
// names are read once, when somebody first asks; from then on safe from every thread. Private to
// the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "match/field_text.h"
#include "match/finding.h"

namespace match {

/// Whether it is a code of ISO 3166-1 alpha-2, in capitals.
[[nodiscard]] bool is_country(std::string_view code);

/// All names of all countries in the text that count: none inside a longer one.
[[nodiscard]] std::vector<CountryName> countries_in(FieldText& field);

}  // namespace match
