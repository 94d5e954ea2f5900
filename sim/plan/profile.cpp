// How profiles are written in a scenario (see program.hpp).
#include "base/text.hpp"
#include "plan/program.hpp"

namespace entente {

std::vector<std::string> profile_forms() {
    std::vector<std::string> out;
    const auto add = [&]<class P>(std::type_identity<P>) {
        if constexpr (ShapedProfile<P>) {
            std::string& form = out.emplace_back("{ ");
            form.append(P::name).append(" = ").append(P::form).append(" }");
        } else {
            out.emplace_back(P::name);
        }
    };
    const auto add_all = [&]<class... P>(std::type_identity<std::variant<P...>>) { (add(std::type_identity<P>()), ...); };
    add_all(std::type_identity<Profile>());
    return out;
}

std::string written(const Profile& profile) {
    const auto one = []<class P>(const P& leaf) {
        if constexpr (ShapedProfile<P>) {
            std::string numbers;
            for (const auto member : P::parameters) numbers += (numbers.empty() ? "" : ", ") + shortest(leaf.*member);
            return "{ " + std::string(P::name) + " = [" + numbers + "] }";
        } else {
            return "\"" + std::string(P::name) + "\"";
        }
    };
    return std::visit(one, profile);
}

}  // namespace entente
