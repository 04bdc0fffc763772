//! The question library: built-in and custom questions, which can be searched, added and hidden.

use eframe::egui::{Align, Context, Id, Label, Layout, Ui};

use crate::{
    domain::{
        id::PersonId,
        person::Person,
        question::{CustomQuestion, Question, QuestionOverride, Theme, all_questions},
    },
    journal::change::{Change, leader::LeaderChange},
    ui::{
        action::{ExternalCommand, Submission},
        icons, question_card,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{
            button::Button,
            card::{card, divider},
            dialog::Dialog,
            field::TextField,
            heading::section_label,
            link::LinkButton,
            menu::{self, MenuItem},
        },
    },
    wording::theme::theme_label,
};

/// The question library.
#[derive(Default)]
pub struct QuestionLibrary {
    /// The person, by id and short name, with whom a question can be used.
    person: Option<(PersonId, String)>,
    overrides: Vec<QuestionOverride>,
    questions: Vec<(Question, bool)>,
    read_at: Option<u64>,
    filter_text: String,
    theme: Option<Theme>,
    editor: Option<QuestionEditor>,
}

/// A custom question being written.
struct QuestionEditor {
    existing: Option<QuestionOverride>,
    field_key: String,
    question: CustomQuestion,
}

impl QuestionEditor {
    fn open(card: Option<&QuestionOverride>, theme: Theme, screen: &mut ScreenContext<'_>) -> Self {
        let field_key = card.map_or_else(|| "question/new".to_owned(), |card| format!("question/{}", card.uid));
        let mut question = card.and_then(|card| card.custom.clone()).unwrap_or(CustomQuestion {
            theme,
            text: String::new(),
            suitable_for: String::new(),
        });
        if let Some(draft) = screen.draft(&field_key) {
            // The draft format: the question, and on the next line whom it suits.
            let (text, suitable_for) = draft.text.split_once('\n').unwrap_or((&draft.text, ""));
            question = CustomQuestion {
                theme: draft.prefix.parse().unwrap_or(question.theme),
                text: text.to_owned(),
                suitable_for: suitable_for.to_owned(),
            };
        }
        Self { existing: card.cloned(), field_key, question }
    }

    /// Shows the fields and returns whether editing is finished.
    fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) -> bool {
        let mut done = false;
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            let text = TextField::singleline("Your question", &mut self.question.text)
                .hint("What would you like to ask?")
                .show(ui);
            let suitable_for = TextField::singleline("When to ask it (optional)", &mut self.question.suitable_for)
                .hint("With someone who…, when…")
                .show(ui);
            let themes: Vec<(Theme, &str)> = Theme::ALL.iter().map(|theme| (*theme, theme_label(*theme))).collect();
            let (mut save, mut cancel) = (Shortcut::SubmitDialog.consume(ui), false);
            let theme_changed = ui
                .horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = 8.0;
                    let theme_changed = menu::combo_box(ui, "Theme", &mut self.question.theme, &themes).changed();
                    let has_text = !self.question.text.trim().is_empty();
                    save = (save || ui.add_enabled(has_text, Button::plain("Save question")).clicked()) && has_text;
                    cancel = ui.add(Button::quiet("Cancel")).clicked();
                    theme_changed
                })
                .inner;
            if text.response.changed() || suitable_for.response.changed() || theme_changed {
                let CustomQuestion { theme, text, suitable_for } = &self.question;
                let draft = if suitable_for.is_empty() { text.clone() } else { format!("{text}\n{suitable_for}") };
                screen.set_draft(&self.field_key, theme.as_str(), &draft);
            }
            if save {
                let card = self.existing.as_ref().map(|card| card.uid);
                let change = Change::Leader(LeaderChange::SaveQuestion { uid: card, question: self.question.clone() });
                screen.dispatch(Submission::with_draft(change, self.field_key.clone()));
            } else if cancel {
                screen.set_draft(&self.field_key, "", "");
            }
            done = save || cancel;
        });
        done
    }
}

impl QuestionLibrary {
    /// Opens it, optionally for use with a person; `adding` starts a new custom question.
    pub fn open(person: Option<&Person>, adding: bool, screen: &mut ScreenContext<'_>) -> Self {
        let editor = adding.then(|| QuestionEditor::open(None, Theme::Wellbeing, screen));
        let person = person.map(|person| (person.id, person.short_name().to_owned()));
        Self { person, editor, ..Self::default() }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let generation = screen.journal.generation();
        if self.read_at != Some(generation) {
            self.read_at = Some(generation);
            self.overrides = screen.read(crate::store::Db::question_overrides);
            self.questions = all_questions(&self.overrides);
        }
        let note = "Hidden questions aren’t suggested.";
        let mut add = false;
        let output = Dialog::new(Id::unique("deck"), "Questions").width(680.0).note(note).show(
            ctx,
            |ui| {
                ui.spacing_mut().item_spacing.y = 6.0;
                if let Some(mut editor) = self.editor.take()
                    && !editor.show(ui, screen)
                {
                    self.editor = Some(editor);
                }
                self.show_filters(ui);
                self.show_questions(ui, screen);
            },
            |ui| {
                let close = ui.add(Button::primary("Close")).clicked();
                add = ui.add(Button::plain("Add question").icon(icons::ADD)).clicked();
                close
            },
        );
        if add && self.editor.is_none() {
            self.editor = Some(QuestionEditor::open(None, self.theme.unwrap_or(Theme::Wellbeing), screen));
        }
        output.closed || output.buttons
    }

    fn show_filters(&mut self, ui: &mut Ui) {
        let mut themes = vec![(None, "All themes")];
        themes.extend(Theme::ALL.iter().map(|theme| (Some(*theme), theme_label(*theme))));
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let max_width = (ui.available_width() - 210.0).max(120.0);
            TextField::singleline("Search questions", &mut self.filter_text)
                .hide_label()
                .hint("Search questions")
                .width(max_width)
                .show(ui);
            menu::combo_box(ui, "Filter by theme", &mut self.theme, &themes);
        });
    }

    fn show_questions(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let query = self.filter_text.trim().to_lowercase();
        let is_match = |question: &Question| {
            self.theme.is_none_or(|theme| theme == question.theme)
                && [question.text.as_str(), &question.suitable_for, theme_label(question.theme)]
                    .iter()
                    .any(|text| text.to_lowercase().contains(&query))
        };
        let mut theme = None;
        let mut edit = None;
        for (question, hidden) in self.questions.iter().filter(|(question, _)| is_match(question)) {
            if theme == Some(question.theme) {
                divider(ui);
            } else {
                theme = Some(question.theme);
                ui.add_space(8.0);
                section_label(ui, theme_label(question.theme));
            }
            if ui.push_id(&question.key, |ui| self.show_question(ui, screen, question, *hidden)).inner {
                edit = self.overrides.iter().find(|card| card.question == question.key);
            }
        }
        if theme.is_none() {
            ui.add_space(8.0);
            ui.label(text::small("No matching questions.").color(Tokens::of(ui).ink_soft));
        }
        if let Some(card) = edit {
            self.editor = Some(QuestionEditor::open(Some(card), Theme::Wellbeing, screen));
        }
    }

    /// Shows one question and returns whether it is to be edited.
    fn show_question(&self, ui: &mut Ui, screen: &mut ScreenContext<'_>, question: &Question, hidden: bool) -> bool {
        let t = Tokens::of(ui);
        let is_own = self.overrides.iter().any(|card| card.question == question.key && card.custom.is_some());
        let mut edit = false;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let max_width = (ui.available_width() - if self.person.is_some() { 90.0 } else { 44.0 }).max(0.0);
            ui.vertical(|ui| {
                ui.set_width(max_width);
                ui.spacing_mut().item_spacing.y = 0.0;
                let ink = if hidden { t.ink_faint } else { t.ink };
                ui.add(Label::new(text::body(&question.text).color(ink)).wrap());
                let description = match (hidden, is_own) {
                    (true, _) => "Hidden".to_owned(),
                    (false, true) if question.suitable_for.is_empty() => "Your own".to_owned(),
                    (false, true) => format!("Your own · {}", question.suitable_for),
                    (false, false) => question.suitable_for.clone(),
                };
                ui.add(Label::new(text::fine(description).color(t.ink_faint)).wrap());
            });
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                edit = show_menu(ui, screen, question, hidden, is_own);
                if let Some((person, short_name)) = &self.person {
                    let name = format!("Add to {short_name}’s agenda: {}", question.text);
                    if ui.add(LinkButton::new("Add to agenda", name)).clicked() {
                        screen.dispatch(question_card::mark_asked(*person, question));
                    }
                }
            });
        });
        edit
    }
}

fn show_menu(ui: &mut Ui, screen: &mut ScreenContext<'_>, question: &Question, hidden: bool, is_own: bool) -> bool {
    let mut edit = false;
    menu::more_button(ui, &format!("More for {}", question.text), |ui| {
        let key = question.key.clone();
        if hidden {
            if menu::item(ui, MenuItem::new("Unhide").icon(icons::RESTORE)) {
                screen.dispatch(Change::Leader(LeaderChange::ShowQuestion(key)));
            }
        } else if menu::item(ui, MenuItem::new("Hide").icon(icons::HIDE)) {
            screen.dispatch(Change::Leader(LeaderChange::HideQuestion(key)));
        }
        edit = is_own && menu::item(ui, MenuItem::new("Edit").icon(icons::EDIT));
        if menu::item(ui, MenuItem::new("Copy").icon(icons::COPY)) {
            screen.dispatch(ExternalCommand::CopyText(question.text.clone()));
        }
    });
    edit
}
