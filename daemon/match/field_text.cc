#include "match/field_text.h"

#include "base/text.h"
#include "match/countries.h"
#include "match/points.h"

namespace match {

const text::Tokens& FieldText::tokens() {
  if (!read_) tokens_.read(text_, text::Reading::text);
  read_ = true;
  return tokens_;
}

const std::u32string& FieldText::points() {
  if (!decoded_) points_ = points_of(text_);
  decoded_ = true;
  return points_;
}

const std::vector<CountryName>& FieldText::countries() {
  if (!searched_) countries_ = countries_in(*this);
  searched_ = true;
  return countries_;
}

ItemText::ItemText(const model::Item& item) : categories_(base::join(item.categories, "\n")) {
  using model::Field;
  (*this)[Field::title].text_ = item.title;
  (*this)[Field::summary].text_ = item.summary;
  (*this)[Field::content].text_ = item.content;
  (*this)[Field::author].text_ = item.author;
  (*this)[Field::category].text_ = categories_;
  (*this)[Field::link].text_ = item.link;
}

}  // namespace match
