#include "feed/date.h"

#include <algorithm>
#include <chrono>
#include <string>

#include "base/text.h"
#include "feed/date_words.h"

// One reader for all of them: numbers are told apart by what stands beside them (a colon makes a
// time, a sign after a time makes an offset, four digits make a year), and words by the tables.
// What is not understood is passed over; what is impossible in the end is no date.

namespace feed {
namespace {

constexpr std::size_t longest_date = 128;
constexpr int earliest_year = 1900;  // programs write year 1 for "never"
constexpr int pivot_year = 50;       // RFC 5322, section 4.3: two digits below it are 20xx

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool in_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= 'a' && byte <= 'z') || byte >= 0x80;
}

struct Number {
  std::int64_t value = 0;
  std::size_t digits = 0;
};

class DateReader final {
 public:
  explicit DateReader(std::string_view text) : text_(base::lower_ascii(text)) {}

  std::optional<base::TimePoint> read() {
    while (at_ < text_.size() && possible_) {
      if (is_digit(text_[at_])) {
        take_number();
      } else if (in_word(text_[at_])) {
        take_word();
      } else if (text_[at_] == '(') {
        at_ = std::min(text_.find(')', at_), text_.size());  // a comment of RFC 5322
      } else {
        take_sign();
      }
    }
    return possible_ ? result() : std::nullopt;
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  Number digits() {
    Number number;
    for (; is_digit(peek()); ++at_, ++number.digits) {
      if (number.digits < 15) number.value = number.value * 10 + (text_[at_] - '0');
    }
    return number;
  }

  void take_word() {
    const std::size_t begin = at_;
    while (in_word(peek()))
      ++at_;
    const std::string_view word = std::string_view(text_).substr(begin, at_ - begin);
    after_t_ = word == "t" && year_;
    if (word == "am" || word == "pm") {
      shift_half_day(word == "pm");
    } else if ((!month_ || month_before_day_) && month_named(word)) {
      month_ = month_named(
          word);  // "mar." is Tuesday in French and March in English: the later one counts
      month_before_day_ = !day_;
    } else if (hour_ || word == "gmt" || word == "utc") {
      if (!zone_) zone_ = zone_named(word);
    }
  }

  void shift_half_day(bool afternoon) {
    const int hour = hour_.value_or(0);
    if (hour >= 1 && hour <= 12) hour_ = hour % 12 + (afternoon ? 12 : 0);
  }

  void take_sign() {
    const char sign = text_[at_++];
    if ((sign != '+' && sign != '-') || !hour_ || !is_digit(peek()) || offset_seen_) return;
    const std::size_t begin = at_;
    const Number first = digits();
    if (peek() == ':' && first.digits <= 2 && is_digit(peek(1))) {
      ++at_;
      set_offset(sign, first.value, digits().value);
    } else if (first.digits == 4 || first.digits == 3) {
      set_offset(sign, first.value / 100, first.value % 100);
    } else if (first.digits <= 2) {
      set_offset(sign, first.value, 0);
    } else {
      at_ = begin;  // no offset has so many digits
    }
  }

  void set_offset(char sign, std::int64_t hours, std::int64_t minutes) {
    possible_ = hours <= 24 && minutes < 60;
    const int offset = static_cast<int>(hours * 60 + minutes);
    zone_ = sign == '-' ? -offset : offset;
    offset_seen_ = true;
  }

  void take_number() {
    const Number first = digits();
    const char after = peek();
    if (after == ':' && !hour_ && first.digits <= 2) {
      take_time(first);
    } else if (after_t_ && !hour_ && first.digits <= 6) {
      take_glued_time(first);
    } else if ((after == '-' || after == '/' || after == '.') && is_digit(peek(1)) && !year_ &&
               !hour_) {
      take_numeric_date(first, after);
    } else if (first.digits >= 9) {
      take_unix_time(first);
    } else if (first.digits == 8 || (first.digits == 6 && !year_)) {
      take_glued_date(first);
    } else {
      take_lone_number(first);
    }
  }

  /// What follows a T: 15, 1504 or 150405.
  void take_glued_time(Number number) {
    const std::int64_t scale = number.digits > 4 ? 1 : number.digits > 2 ? 100 : 10000;
    const std::int64_t time = number.value * scale;
    hour_ = static_cast<int>(time / 10000);
    minute_ = static_cast<int>(time / 100 % 100);
    second_ = static_cast<int>(time % 100);
    possible_ = *hour_ < 24 && minute_ < 60 && second_ < 60;
  }

  void take_time(Number hours) {
    ++at_;
    const Number minutes = digits();
    Number seconds;
    if (peek() == ':' && is_digit(peek(1))) {
      ++at_;
      seconds = digits();
    }
    if ((peek() == '.' || peek() == ',') && is_digit(peek(1))) {
      ++at_;
      (void)digits();  // fractions are dropped
    }
    const bool midnight = hours.value == 24 && minutes.value == 0 && seconds.value == 0;
    possible_ = minutes.digits > 0 && (hours.value < 24 || midnight) && minutes.value < 60 &&
                seconds.value <= 60;
    hour_ = static_cast<int>(hours.value);
    minute_ = static_cast<int>(minutes.value);
    second_ = static_cast<int>(std::min<std::int64_t>(seconds.value, 59));  // a leap second
  }

  /// 2006-01-02, 2006-01, 02.01.2006, 01/02/2006 (month first, as those who write slashes do),
  /// 06-01-02.
  void take_numeric_date(Number first, char separator) {
    ++at_;
    const Number second = digits();
    const bool three = peek() == separator && is_digit(peek(1));
    Number third;
    if (three) {
      ++at_;
      third = digits();
    }
    if (first.digits == 4) {
      set_date(first, second, three ? third : Number{1, 1});
    } else if (!three) {
      possible_ = false;
    } else if (separator == '-' && third.digits != 4) {
      set_date(first, second, third);
    } else if (separator == '/' && first.value <= 12) {
      set_date(third, first, second);
    } else {
      set_date(third, second, first);
    }
  }

  void set_date(Number year, Number month, Number day) {
    set_year(year);
    month_ = static_cast<unsigned>(month.value);
    day_ = static_cast<unsigned>(day.value);
  }

  void set_year(Number year) {
    if (year.digits == 2) year.value += year.value < pivot_year ? 2000 : 1900;
    year_ = static_cast<int>(year.value);
    possible_ = year.digits <= 4;
  }

  void take_unix_time(Number number) {
    constexpr std::size_t millisecond_digits = 13;
    possible_ = !year_ && !month_ && number.digits <= millisecond_digits;
    unix_ = number.digits > 10 ? number.value / 1000 : number.value;
  }

  void take_glued_date(Number number) {
    const bool long_year = number.digits == 8;
    set_date({number.value / 10000, long_year ? 4U : 2U},
             {number.value / 100 % 100, 2},
             {number.value % 100, 2});
  }

  void take_lone_number(Number number) {
    const bool year = number.digits == 4 || (number.digits == 2 && day_);
    if (year && !year_) {
      set_year(number);
    } else if (number.digits <= 2 && !day_) {
      day_ = static_cast<unsigned>(number.value);
      pass_ordinal();
    } else if (number.digits > 4) {
      possible_ = false;
    }
  }

  /// The letters of "23rd".
  void pass_ordinal() {
    for (const std::string_view ending : {"st", "nd", "rd", "th", "er"}) {
      if (text_.compare(at_, 2, ending) == 0 && !in_word(peek(2))) at_ += 2;
    }
  }

  [[nodiscard]] std::optional<base::TimePoint> result() const {
    if (unix_) return base::TimePoint(base::Seconds(*unix_));
    if (!year_ || *year_ < earliest_year) return std::nullopt;
    if (!month_ && (day_ || hour_)) return std::nullopt;
    const std::chrono::year_month_day day{std::chrono::year(*year_),
                                          std::chrono::month(month_.value_or(1)),
                                          std::chrono::day(day_.value_or(1))};
    if (!day.ok()) return std::nullopt;
    return std::chrono::sys_days(day) + std::chrono::hours(hour_.value_or(0)) +
           std::chrono::minutes(minute_ - zone_.value_or(0)) + base::Seconds(second_);
  }

  std::string text_;
  std::size_t at_ = 0;
  bool possible_ = true;
  bool offset_seen_ = false;
  bool after_t_ = false;
  std::optional<int> year_;
  std::optional<unsigned> month_;
  std::optional<unsigned> day_;
  bool month_before_day_ = false;
  std::optional<int> hour_;
  int minute_ = 0;
  int second_ = 0;
  std::optional<int> zone_;  ///< minutes east of UTC; none is UTC
  std::optional<std::int64_t> unix_;
};

}  // namespace

std::optional<base::TimePoint> parse_date(std::string_view text) {
  text = base::trim(text);
  if (text.empty() || text.size() > longest_date) return std::nullopt;
  return DateReader(text).read();
}

}  // namespace feed
