// The texts of one item, each tokenised once and only if somebody asks. Private to the room. One
// thread.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "match/finding.h"
#include "model/item.h"
#include "model/watch.h"
#include "text/tokens.h"

namespace match {

inline constexpr std::array item_fields = {model::Field::title,
                                           model::Field::summary,
                                           model::Field::content,
                                           model::Field::author,
                                           model::Field::category,
                                           model::Field::link};

class FieldText final {
 public:
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] const text::Tokens& tokens();
  /// Memory for looking ahead, before anybody asks for the tokens.
  [[nodiscard]] text::Tokens& room() { return tokens_; }
  [[nodiscard]] const std::u32string& points();
  /// Every country named, by all its names that count.
  [[nodiscard]] const std::vector<CountryName>& countries();

 private:
  friend class ItemText;
  std::string_view text_;
  text::Tokens tokens_;
  std::u32string points_;
  std::vector<CountryName> countries_;
  bool read_ = false;
  bool searched_ = false;  ///< for countries
  bool decoded_ = false;
};

/// Views the item, which must outlive it.
class ItemText final {
 public:
  explicit ItemText(const model::Item& item);
  ItemText(const ItemText&) = delete;
  ItemText& operator=(const ItemText&) = delete;
  ItemText(ItemText&&) = delete;
  ItemText& operator=(ItemText&&) = delete;
  ~ItemText() = default;

  [[nodiscard]] FieldText& operator[](model::Field field) {
    return texts_[static_cast<std::size_t>(field)];
  }

 private:
  std::string categories_;
  std::array<FieldText, item_fields.size()> texts_;
};

}  // namespace match
