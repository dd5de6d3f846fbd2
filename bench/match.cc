// Matching beside bare tokenising and folding of the same items in the same run: what every watch
// pays at least. Items are generated, in mixed languages; of the terms 40 % are words, 40 % pairs,
// 20 % triples.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "match/matcher.h"
#include "text/tokens.h"

namespace {

constexpr std::size_t item_count = 10'000;
constexpr std::size_t words_an_item = 320;  // about 2 KB
constexpr std::size_t vocabulary_size = 60'000;
constexpr int rounds = 3;

/// Seconds of CPU: other work on the machine does not count.
double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// Words in rising rarity, as languages have them; every tenth Arabic or Cyrillic, every fifth
/// accented.
std::vector<std::string> vocabulary(std::mt19937_64& chance) {
  static constexpr std::string_view plain[] = {"ba",
                                               "ni",
                                               "ger",
                                               "ta",
                                               "lo",
                                               "mar",
                                               "si",
                                               "ko",
                                               "en",
                                               "tu",
                                               "ri",
                                               "des",
                                               "pa",
                                               "o",
                                               "li",
                                               "ma"};
  static constexpr std::string_view accented[] = {"é", "bé", "rî", "ção", "ñe", "ü"};
  static constexpr std::string_view cyrillic[] = {"во", "ни", "ге", "ра", "ста", "ль"};
  static constexpr std::string_view arabic[] = {"ال", "ني", "جر", "ما", "و", "بل"};
  const auto one_of = [&](const auto& parts) { return parts[chance() % std::size(parts)]; };
  std::vector<std::string> words;
  words.reserve(vocabulary_size);
  for (std::size_t i = 0; i < vocabulary_size; ++i) {
    std::string word;
    const std::size_t syllables = 1 + i % 4 + (i > 500 ? 1 : 0);
    for (std::size_t s = 0; s < syllables; ++s) {
      word += i % 20 == 0 ? one_of(arabic) : i % 20 == 10 ? one_of(cyrillic) : one_of(plain);
    }
    if (i % 5 == 1) {
      word += one_of(accented);
    }
    words.push_back(std::move(word));
  }
  return words;
}

class Writer final {
 public:
  explicit Writer(std::uint64_t seed) : chance_(seed), words_(vocabulary(chance_)) {}

  const std::string& word() {
    const double rank = std::uniform_real_distribution<>(0, 1)(chance_);
    return words_[static_cast<std::size_t>(rank * rank * rank *
                                           static_cast<double>(words_.size() - 1))];
  }

  std::string text(std::size_t words) {
    std::string text;
    for (std::size_t i = 0; i < words; ++i) {
      text += word();
      text += i % 12 == 11 ? ". " : i % 7 == 6 ? ", " : " ";
    }
    return text;
  }

  model::Watch watch(std::size_t terms) {
    model::Watch watch;
    watch.name = "bench";
    for (std::size_t i = 0; i < terms; ++i) {
      const std::size_t length = i % 5 < 2 ? 1 : i % 5 < 4 ? 2 : 3;
      std::string term = words_[500 + chance_() % (words_.size() - 500)];
      if (i % 10 != 0) {
        term += "zu";  // most of what people watch for is not in the text
      }
      for (std::size_t more = 1; more < length; ++more) {
        term += ' ' + word();
      }
      watch.keywords.push_back({std::move(term), ""});
    }
    return watch;
  }

 private:
  std::mt19937_64 chance_;
  std::vector<std::string> words_;
};

template <class Work>
double best_seconds(const Work& work) {
  double best = 1e9;
  for (int round = 0; round < rounds; ++round) {
    const double start = cpu_seconds();
    work();
    best = std::min(best, cpu_seconds() - start);
  }
  return best;
}

std::size_t tokens_of(const std::vector<model::Item>& items) {
  std::size_t tokens = 0;
  for (const model::Item& item : items) {
    text::Tokens reader;
    reader.read(item.title, text::Reading::text);
    tokens += reader.words().size();
    reader.read(item.content, text::Reading::text);
    tokens += reader.words().size();
  }
  return tokens;
}

std::size_t hits_of(const match::Matcher& matcher, const std::vector<model::Item>& items) {
  std::size_t hits = 0;
  for (const model::Item& item : items) {
    for (const model::Hit& hit : matcher.hits(item)) {
      hits += hit.spans.size();
    }
  }
  return hits;
}

}  // namespace

int main() {
  Writer writer(20'240'501);
  std::vector<model::Item> items(item_count);
  double megabytes = 0;
  for (model::Item& item : items) {
    item.title = writer.text(10);
    item.content = writer.text(words_an_item);
    megabytes += static_cast<double>(item.title.size() + item.content.size()) / 1e6;
  }
  std::size_t tokens = 0;
  const double floor = best_seconds([&] { tokens = tokens_of(items); });
  fmt::print("{} items, {:.0f} MB, {} tokens\n\n", item_count, megabytes, tokens);
  fmt::print(
      "{:>12}  {:>8}  {:>8}  {:>12}  {:>8}\n", "terms", "MB/s", "x floor", "compile ms", "hits");
  fmt::print(
      "{:>12}  {:>8.0f}  {:>8.2f}  {:>12}  {:>8}\n", "fold only", megabytes / floor, 1.0, "-", "-");
  for (const std::size_t terms : {2U, 100U, 10'000U, 100'000U}) {
    const std::vector<model::Watch> watches = {writer.watch(terms)};
    const double start = cpu_seconds();
    const auto matcher = match::Matcher::compile(watches);
    const double compile = cpu_seconds() - start;
    if (!matcher) {
      fmt::print(stderr, "bench_match: {}\n", matcher.error().front().message);
      return 1;
    }
    std::size_t hits = 0;
    const double took = best_seconds([&] { hits = hits_of(*matcher, items); });
    fmt::print("{:>12}  {:>8.0f}  {:>8.2f}  {:>12.0f}  {:>8}\n",
               terms,
               megabytes / took,
               took / floor,
               compile * 1e3,
               hits);
  }
  return 0;
}
